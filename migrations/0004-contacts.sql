-- The organisation's own people who look after partners, and in which role.

-- A person's JSON, shaped when it is written and not when it is read.
create function internal_contact_document(created_at timestamptz, modified_at timestamptz, id text, email text, given_name text,
  family_name text, name text, phone text, job_title text) returns text language sql immutable parallel safe
  return '{"created_at":"' || iso(created_at) || '","modified_at":' || coalesce('"' || iso(modified_at) || '"', 'null')
    || ',"id":' || to_json(id)::text || ',"email":' || to_json(email)::text
    || ',"given_name":' || coalesce(to_json(given_name)::text, 'null') || ',"family_name":' || coalesce(to_json(family_name)::text, 'null')
    || ',"name":' || coalesce(to_json(name)::text, 'null') || ',"phone":' || coalesce(to_json(phone)::text, 'null')
    || ',"job_title":' || coalesce(to_json(job_title)::text, 'null') || ',"object":"internal_contact"}';

create table internal_contact (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  email text not null,
  given_name text,
  family_name text,
  name text,
  phone text,
  job_title text,
  created_at timestamptz(3) not null,
  modified_at timestamptz(3),
  -- Between the fields stands what no search is made of.
  search text not null generated always as (lower(email || E'\x1f' || coalesce(name, '') || E'\x1f' || coalesce(given_name, '')
    || E'\x1f' || coalesce(family_name, ''))) stored,
  document text not null generated always as (internal_contact_document(created_at, modified_at, id, email, given_name, family_name,
    name, phone, job_title)) stored,
  primary key (organisation_id, id)
);
create unique index internal_contact_email_key on internal_contact (organisation_id, lower(email));
create index internal_contact_created_at_idx on internal_contact (organisation_id, created_at, id);
create index internal_contact_search_idx on internal_contact using gin (organisation_id, search gin_trgm_ops);

-- An assignment's JSON up to its person.
create function internal_contact_assignment_document(created_at timestamptz, modified_at timestamptz, id text, internal_role text,
  partner_id text, remote_id text) returns text language sql immutable parallel safe
  return '{"created_at":"' || iso(created_at) || '","modified_at":' || coalesce('"' || iso(modified_at) || '"', 'null')
    || ',"id":' || to_json(id)::text || ',"internal_role":' || to_json(internal_role)::text
    || ',"partner_id":' || coalesce(to_json(partner_id)::text, 'null') || ',"remote_id":' || coalesce(to_json(remote_id)::text, 'null');

create table internal_contact_assignment (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  internal_contact_id text collate "C" not null,
  internal_role text not null check (internal_role in ('account_manager', 'account_executive', 'csm', 'lead', 'co_lead', 'practice_lead')),
  -- Null while the assignment floats: declared for the organisation, on no partner yet.
  partner_id text collate "C",
  remote_id text collate "C",
  created_at timestamptz(3) not null,
  modified_at timestamptz(3),
  document text not null generated always as (internal_contact_assignment_document(created_at, modified_at, id, internal_role,
    partner_id, remote_id)) stored,
  primary key (organisation_id, id),
  constraint internal_contact_assignment_person_fkey foreign key (organisation_id, internal_contact_id) references internal_contact deferrable,
  constraint internal_contact_assignment_partner_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index internal_contact_assignment_role_key
  on internal_contact_assignment (organisation_id, partner_id, internal_contact_id, internal_role) where partner_id is not null;
create unique index internal_contact_assignment_floating_key
  on internal_contact_assignment (organisation_id, internal_contact_id, internal_role) where partner_id is null;
create unique index internal_contact_assignment_remote_id_key
  on internal_contact_assignment (organisation_id, remote_id) where remote_id is not null;
create index internal_contact_assignment_partner_idx
  on internal_contact_assignment (organisation_id, partner_id, created_at, id) where partner_id is not null;
create index internal_contact_assignment_person_idx
  on internal_contact_assignment (organisation_id, internal_contact_id, created_at, id);

create trigger internal_contact_assignment_follows_merged_partner before insert or update of partner_id on internal_contact_assignment
  for each row when (new.partner_id is not null) execute function follow_merged_partner();

-- A person who has the same role on both partners keeps it once; the one that stays takes over a remote id that it lacks.
create function move_assignments_of_merged_partner() returns trigger language plpgsql as $$
declare
  doubled record;
begin
  perform from internal_contact_assignment
    where organisation_id = new.organisation_id and partner_id in (new.id, new.merged_into_id) order by id for update;
  for doubled in
    select going.id as going_id, going.remote_id, staying.id as staying_id
    from internal_contact_assignment going
    join internal_contact_assignment staying using (organisation_id, internal_contact_id, internal_role)
    where going.organisation_id = new.organisation_id and going.partner_id = new.id and staying.partner_id = new.merged_into_id
  loop
    delete from internal_contact_assignment where organisation_id = new.organisation_id and id = doubled.going_id;
    update internal_contact_assignment
      set remote_id = doubled.remote_id, modified_at = greatest(new.updated_at, modified_at + interval '1 ms')
      where organisation_id = new.organisation_id and id = doubled.staying_id and remote_id is null and doubled.remote_id is not null;
  end loop;
  update internal_contact_assignment
    set partner_id = new.merged_into_id, modified_at = greatest(new.updated_at, modified_at + interval '1 ms')
    where organisation_id = new.organisation_id and partner_id = new.id;
  return null;
end
$$;
create trigger partner_moves_its_assignments after update of merged_into_id on partner
  for each row when (new.merged_into_id is not null) execute function move_assignments_of_merged_partner();
