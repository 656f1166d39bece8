-- What partners see in their portal.

-- The language of the portal's pages and letters; null where nobody has chosen.
alter table visitor add column if not exists language text;
alter table visitor add constraint visitor_language_check check (language in ('en', 'de', 'fr', 'nl', 'es'));

-- Whether every partner sees the campaign and may take a link in it; otherwise those that have a link or a coupon there.
alter table campaign add column is_open_to_partners boolean not null default false;

-- When partners are paid: so many days after the end of each month or quarter. Null: the portal tells no date.
alter table payout_setting add column schedule jsonb;

-- Where this server serves the logo that was uploaded: the portal asks no other host for one.
alter table experience_template add column logo_path text;

create table experience_logo (
  organisation_id text collate "C" not null,
  template_id text collate "C" not null,
  media_type text collate "C" not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
  content bytea not null,
  content_hash text collate "C" not null,
  primary key (organisation_id, template_id),
  constraint experience_logo_template_id_fkey foreign key (organisation_id, template_id)
    references experience_template on delete cascade deferrable
);

create table experience_resource (
  organisation_id text collate "C" not null,
  id text collate "C" not null,
  template_id text collate "C" not null,
  title text not null,
  description text,
  category text,
  rank integer not null default 0,
  url text,
  file_name text,
  media_type text collate "C",
  file_size integer,
  content bytea,
  content_hash text collate "C",
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint experience_resource_template_id_fkey foreign key (organisation_id, template_id)
    references experience_template on delete cascade deferrable,
  check (num_nulls(file_name, media_type, file_size, content, content_hash) in (0, 5)),
  check (url is null or content is null)
);
create index experience_resource_template_idx on experience_resource (organisation_id, template_id, rank, id);

-- They are compressed already, or soon sent as they are.
alter table experience_logo alter column content set storage external;
alter table experience_resource alter column content set storage external;
