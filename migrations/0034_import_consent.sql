-- How those in a file agreed, in the words of whoever vouches for them.
alter table subscriber_imports add column consent_text text;
