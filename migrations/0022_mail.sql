-- By which account a letter went; null: by the mail server of the environment.
alter table letters add column account_id text references channel_accounts on delete set null;
