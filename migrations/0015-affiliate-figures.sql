-- What clicks and conversions come to, day by day in the organisation's time zone.

alter table organisation add column time_zone text not null default 'UTC';
