-- Affiliate offers and the addresses that partners spread.

create table campaign (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  destination_url text not null,
  -- Beginnings of the paths that a deep link may lead to; empty: any path of the destination's host.
  allowed_paths text[] not null,
  attribution_window_days integer not null check (attribution_window_days between 1 and 365),
  attribution_model text collate "C" not null check (attribution_model in ('LAST_CLICK', 'FIRST_CLICK')),
  -- Origins of the browsers that may report conversions; empty: any.
  allowed_origins text[] not null,
  -- What its conversions earn, which form records them, which rules judge them. `json` leaves as it was written.
  commission json not null,
  form_id text collate "C" not null,
  field_mapping json not null,
  quality_rules json not null,
  -- How a conversion without a click finds its partner.
  late_binding json not null,
  -- MANUAL, or AUTOMATIC after so many days.
  acceptance json not null,
  status text collate "C" not null check (status in ('ACTIVE', 'PAUSED', 'ENDED')),
  -- The property of a conversion that names its customer.
  customer_property text,
  publishable_key text collate "C" not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint campaign_form_id_fkey foreign key (organisation_id, form_id) references form deferrable
);

-- Found before the organisation is known: which organisation a publishable key is of, and of which campaign (none: of all).
create table publishable_key_owner (
  key text collate "C" not null,
  organisation_id text collate "C" not null references organisation deferrable,
  campaign_id text collate "C",
  primary key (key)
);
create unique index publishable_key_owner_organisation_key on publishable_key_owner (organisation_id, coalesce(campaign_id, ''));

-- A partner's address in a campaign. It stays with the partner that it was made for, whose id leads to the one it became.
create table affiliate_link (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  campaign_id text collate "C" not null,
  partner_id text collate "C" not null,
  code text collate "C" not null,
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint affiliate_link_campaign_id_fkey foreign key (organisation_id, campaign_id) references campaign deferrable,
  constraint affiliate_link_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index affiliate_link_partner_key on affiliate_link (organisation_id, campaign_id, partner_id);
create index affiliate_link_of_partner_idx on affiliate_link (organisation_id, partner_id, id);
create index affiliate_link_revoked_idx on affiliate_link (organisation_id, id) where revoked_at is not null;
create index affiliate_link_of_campaign_idx on affiliate_link (organisation_id, campaign_id, id);

-- Found before the organisation is known: codes and aliases are unique on the installation. In lower case.
create table link_code_owner (
  code text collate "C" not null check (code ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  organisation_id text collate "C" not null,
  link_id text collate "C" not null,
  created_at timestamptz(3) not null,
  primary key (code),
  constraint link_code_owner_link_id_fkey foreign key (organisation_id, link_id) references affiliate_link deferrable
);
create index link_code_owner_search_idx on link_code_owner using gin (organisation_id, code gin_trgm_ops);
create index link_code_owner_link_idx on link_code_owner (organisation_id, link_id, code);

-- A code that is told at the till instead of clicked.
create table coupon (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  campaign_id text collate "C" not null,
  partner_id text collate "C" not null,
  -- In upper case.
  code text collate "C" not null,
  ended_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint coupon_campaign_id_fkey foreign key (organisation_id, campaign_id) references campaign deferrable,
  constraint coupon_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index coupon_code_key on coupon (organisation_id, code);
create index coupon_partner_idx on coupon (organisation_id, partner_id, id);
create index coupon_campaign_idx on coupon (organisation_id, campaign_id, id);

-- Addresses of an earlier tool that lead to a link: as they were given, and the hash of their one spelling.
create table legacy_link (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  url text not null,
  url_hash bytea not null,
  link_id text collate "C" not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint legacy_link_link_id_fkey foreign key (organisation_id, link_id) references affiliate_link deferrable
);
create index legacy_link_of_link_idx on legacy_link (organisation_id, link_id, id);

-- Found before the organisation is known: an old address leads one way on the installation.
create table legacy_url_owner (
  url_hash bytea not null,
  organisation_id text collate "C" not null,
  legacy_link_id text collate "C" not null,
  primary key (url_hash),
  constraint legacy_url_owner_fkey foreign key (organisation_id, legacy_link_id) references legacy_link on delete cascade deferrable
);
create unique index legacy_url_owner_link_key on legacy_url_owner (organisation_id, legacy_link_id);
