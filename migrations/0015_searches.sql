-- Whether search engines are asked to leave the page out.
alter table pages add column noindex boolean not null default false;

-- What readers searched a page for and did not find: words and a count for each day, and nothing of who asked.
create table missed_searches (
  page_id text not null references pages on delete cascade,
  day date not null,
  words text not null,
  times integer not null,
  primary key (page_id, day, words)
);
create index missed_searches_day on missed_searches (day);
