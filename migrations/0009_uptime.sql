-- Whether readers see the days and the uptime figure of each component.
alter table pages add column show_uptime boolean not null default true;
