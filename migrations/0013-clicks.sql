-- Visits through links, what tells visitors apart, and what signs tokens.

-- Partitions are months by the time that is in the id. Rows are written once and never changed; what they name has no foreign
-- key: a link is never deleted, and a click is written thousands of times a second.
create table click (
  organisation_id text collate "C" not null,
  id text collate "C" not null,
  link_id text collate "C" not null,
  -- Who it was, as far as a day: a keyed hash whose key is another each day; null where only its token told of it. No address is kept.
  visitor bigint,
  -- The same visitor was counted on this link within the hour before: it attributes, and is not counted again.
  is_repeat boolean not null,
  -- It was answered while the database was away, and written later.
  is_late boolean not null,
  device text collate "C" not null check (device in ('DESKTOP', 'MOBILE', 'TABLET', 'OTHER')),
  country text collate "C",
  referrer_host text,
  sub1 text,
  sub2 text,
  sub3 text,
  sub4 text,
  sub5 text,
  primary key (organisation_id, id)
) partition by range (id);
create table click_default partition of click default;
-- Those that were counted: a repeat is found by them. The hash alone finds them, and a short key is soon written.
create index click_visitor_idx on click (visitor) where not is_repeat;

-- Of the installation: what signs tokens that travel. A key is followed by another from time to time, and goes on being good for what it signed.
create table signing_key (
  id smallint not null,
  -- Sealed with the secret of the installation.
  secret text not null,
  created_at timestamptz(3) not null,
  primary key (id)
);

-- What visitors of a day are hashed with, in UTC. It is gone after two days, so it is kept out of the log of PostgreSQL, out of its
-- standbys and out of archives: a crash loses it, and then the day's visitors are counted anew.
create unlogged table visitor_key (
  day date not null,
  key text not null,
  primary key (day)
);

-- Links of an archived partner lead nowhere, so whoever has links in memory hears of its standing, whatever changed it.
create function tell_partner_standing() returns trigger language plpgsql as $$
begin
  perform pg_notify('partner_changed', new.id);
  return null;
end
$$;
create trigger partner_standing_is_told after update of status, merged_into_id on partner
  for each row when (old.status <> new.status or old.merged_into_id is distinct from new.merged_into_id)
  execute function tell_partner_standing();
