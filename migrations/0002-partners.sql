-- Partners and where each stands.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create table tier (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  description text,
  rank integer not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
create unique index tier_name_key on tier (organisation_id, lower(name));

create table phase (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  description text,
  rank integer not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
create unique index phase_name_key on phase (organisation_id, lower(name));

create table experience_template (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  description text,
  logo_url text,
  accent_colour text,
  welcome_text text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
create unique index experience_template_name_key on experience_template (organisation_id, lower(name));

create table partner (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  name text not null,
  domain text collate "C",
  external_company_id text collate "C",
  external_id text collate "C",
  external_id_type text collate "C",
  categories text[] not null default '{}',
  tier_id text collate "C",
  phase_id text collate "C",
  owner_id text collate "C",
  manager_id text collate "C",
  -- `json`, not `jsonb`: what a CRM sent comes back to the letter, and leaves without being written anew.
  partner_object_crm_properties json,
  company_crm_properties json,
  status text not null default 'active' check (status in ('active', 'inactive')),
  experience_template_id text collate "C",
  portal_access text check (portal_access in ('RESTRICTED_USERS', 'RESTRICTED_DOMAINS')),
  portal_published_at timestamptz(3),
  -- A merged partner is kept, so that its id, domain and CRM id go on leading to the one it became.
  merged_into_id text collate "C",
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  search text not null generated always as (lower(name || E'\n' || coalesce(domain, ''))) stored,
  primary key (organisation_id, id),
  constraint partner_tier_id_fkey foreign key (organisation_id, tier_id) references tier deferrable,
  constraint partner_phase_id_fkey foreign key (organisation_id, phase_id) references phase deferrable,
  constraint partner_owner_id_fkey foreign key (organisation_id, owner_id) references member deferrable,
  constraint partner_experience_template_id_fkey foreign key (organisation_id, experience_template_id) references experience_template deferrable,
  constraint partner_merged_into_id_fkey foreign key (organisation_id, merged_into_id) references partner deferrable
);
create unique index partner_domain_key on partner (organisation_id, domain) where domain is not null;
create index partner_external_id_idx on partner (organisation_id, external_id) where external_id is not null;
create index partner_name_idx on partner (organisation_id, lower(name) collate "C", id);
create index partner_updated_at_idx on partner (organisation_id, updated_at, id);
create index partner_tier_idx on partner (organisation_id, tier_id, id) where tier_id is not null;
create index partner_phase_idx on partner (organisation_id, phase_id, id) where phase_id is not null;
create index partner_owner_idx on partner (organisation_id, owner_id, id) where owner_id is not null;
create index partner_template_idx on partner (organisation_id, experience_template_id) where experience_template_id is not null;
create index partner_merged_idx on partner (organisation_id, merged_into_id) where merged_into_id is not null;
create index partner_inactive_idx on partner (organisation_id, id) where status = 'inactive';
create index partner_category_idx on partner using gin (organisation_id, categories) where categories <> '{}';
create index partner_search_idx on partner using gin (organisation_id, search gin_trgm_ops);

create table visitor (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  partner_id text collate "C" not null,
  email text not null,
  name text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint visitor_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index visitor_email_key on visitor (organisation_id, lower(email));
create index visitor_partner_idx on visitor (organisation_id, partner_id, id);

alter table partner
  add constraint partner_manager_id_fkey foreign key (organisation_id, manager_id) references visitor
    on delete set null (manager_id) deferrable;
create index partner_manager_idx on partner (organisation_id, manager_id) where manager_id is not null;

alter table api_key
  add constraint api_key_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable;
