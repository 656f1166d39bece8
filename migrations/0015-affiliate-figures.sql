-- What clicks come to, day by day in the organisation's time zone.

alter table organisation add column time_zone text not null default 'UTC';

-- The transaction that wrote a click. Those whose transaction is below a mark are added up, the others are counted as they
-- stand: whatever the order in which transactions begin and end, each click is one of the two (decision 0025).
alter table click add column written_in bigint not null default (pg_current_xact_id()::text::bigint);
create index click_written_idx on click (written_in);

-- Of the installation: up to which transaction clicks are added up, and the database cluster whose transactions those are.
create table click_figures_mark (
  is_only boolean primary key default true check (is_only),
  cluster bigint not null,
  up_to bigint not null
);

-- The time zone in which an organisation's clicks are added up: its own, or for a moment the one that it had.
create table click_figures_zone (
  organisation_id text collate "C" not null references organisation deferrable,
  time_zone text not null,
  primary key (organisation_id)
);

create table click_day (
  organisation_id text collate "C" not null,
  day date not null,
  link_id text collate "C" not null,
  clicks bigint not null,
  -- Visits of somebody who had come within the hour before.
  repeats bigint not null,
  primary key (organisation_id, day, link_id)
);
create index click_day_link_idx on click_day (organisation_id, link_id);

-- The same by the sub-ids that clicks came with: `sub1` is at position 1.
create table click_sub_day (
  organisation_id text collate "C" not null,
  day date not null,
  link_id text collate "C" not null,
  position smallint not null check (position between 1 and 5),
  value text collate "C" not null,
  clicks bigint not null,
  repeats bigint not null,
  primary key (organisation_id, position, day, link_id, value)
);

-- When a click came: the time in its id.
create function click_time(id text) returns timestamptz language sql immutable strict parallel safe
  return timestamptz 'epoch' + interval '1 millisecond' * (
    ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 5, 1)) - 1)::bigint << 45)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 6, 1)) - 1)::bigint << 40)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 7, 1)) - 1)::bigint << 35)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 8, 1)) - 1)::bigint << 30)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 9, 1)) - 1)::bigint << 25)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 10, 1)) - 1)::bigint << 20)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 11, 1)) - 1)::bigint << 15)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 12, 1)) - 1)::bigint << 10)
    | ((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 13, 1)) - 1)::bigint << 5)
    | (strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, 14, 1)) - 1)::bigint
  );

-- The smallest id of a click at that time or later.
create function click_id_at(moment timestamptz) returns text language sql immutable strict parallel safe
  return (select 'clk_'
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 45 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 40 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 35 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 30 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 25 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 20 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 15 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 10 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 5 & 31)::int, 1)
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> 0 & 31)::int, 1)
    || '0000000000000000' from (select floor(extract(epoch from moment) * 1000)::bigint as ms) at);
