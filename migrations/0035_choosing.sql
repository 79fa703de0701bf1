-- Choosing reads the subscribers of a page from this alone, in order: their rows lie far apart. What may be long is not in it.
drop index subscribers_page;
create index subscribers_page on subscribers (page_id, id)
  include (org_id, state, channel, host, all_components, kinds, phases, least_impact, digest, quiet_from, quiet_until,
    quiet_zone, quiet_except_critical, only_incident);
create index subscribers_tagged on subscribers (page_id, id) where tags <> '{}';
