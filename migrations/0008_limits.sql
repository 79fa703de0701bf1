-- How often somebody did what is limited, counted for all processes. Lost in a crash, which costs nothing.
create unlogged table limits (
  -- A keyed hash of what is limited and of whom.
  key varchar(255) primary key,
  points integer not null default 0,
  -- Milliseconds since 1970; the count begins anew then.
  expire bigint
);
create index on limits (expire);
