-- Partners and where each stands.

create extension if not exists pg_trgm;

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

-- A moment as it leaves. Its pattern knows no locale, so unlike `to_char` it may be called immutable.
create function iso(moment timestamptz) returns text language sql immutable strict parallel safe
  return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- The keys of a partner's JSON whose values are columns of its own, shaped when it is written and not when it is read.
create function partner_document(id text, name text, domain text, external_company_id text, external_id text, external_id_type text,
  categories text[], tier_id text, phase_id text, status text, created_at timestamptz, updated_at timestamptz)
  returns text language sql immutable parallel safe
  return '"id":' || to_json(id)::text || ',"name":' || to_json(name)::text || ',"domain":' || coalesce(to_json(domain)::text, 'null')
    || ',"externalCompanyId":' || coalesce(to_json(external_company_id)::text, 'null')
    || ',"externalId":' || coalesce(to_json(external_id)::text, 'null')
    || ',"externalIdType":' || coalesce(to_json(external_id_type)::text, 'null')
    || ',"categories":' || array_to_json(categories)::text
    || ',"tierId":' || coalesce(to_json(tier_id)::text, 'null') || ',"phaseId":' || coalesce(to_json(phase_id)::text, 'null')
    || ',"status":' || to_json(status)::text
    || ',"createdAt":"' || iso(created_at) || '","updatedAt":"' || iso(updated_at) || '"';

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
  -- Folded by the database's own rules: `domain` alone would bring in those of "C", which know ASCII only.
  search text not null generated always as (lower((name || E'\n' || coalesce(domain, '')) collate "default")) stored,
  document text not null generated always as (partner_document(id, name, domain, external_company_id, external_id, external_id_type,
    categories, tier_id, phase_id, status, created_at, updated_at)) stored,
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

-- The two keys of a partner's JSON that its manager fills.
create function manager_document(id text, name text, email text) returns text language sql immutable parallel safe
  return '"managerEmail":' || to_json(email)::text || ',"manager":' || person_document(id, name, email);

create table visitor (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  partner_id text collate "C" not null,
  email text not null,
  name text,
  person text not null generated always as (manager_document(id, name, email)) stored,
  -- Sees the partner's portal, and changes neither its payout account nor its team.
  is_limited boolean not null default false,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint visitor_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index visitor_email_key on visitor (organisation_id, lower(email));
create index visitor_partner_idx on visitor (organisation_id, partner_id, id);

-- What is bound to a partner that was merged, or is being merged at this moment, is bound to the one it became.
create function follow_merged_partner() returns trigger language plpgsql as $$
begin
  new.partner_id := coalesce(
    (select merged_into_id from partner where organisation_id = new.organisation_id and id = new.partner_id for key share),
    new.partner_id);
  return new;
end
$$;
create trigger visitor_follows_merged_partner before insert on visitor
  for each row execute function follow_merged_partner();
create trigger api_key_follows_merged_partner before insert on api_key
  for each row when (new.partner_id is not null) execute function follow_merged_partner();

alter table partner
  add constraint partner_manager_id_fkey foreign key (organisation_id, manager_id) references visitor
    on delete set null (manager_id) deferrable;
create index partner_manager_idx on partner (organisation_id, manager_id) where manager_id is not null;

alter table api_key
  add constraint api_key_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable;
