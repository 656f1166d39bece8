-- The clients of partners: who they are, who at the partner looks after them, how they are billed and who is told.

-- What a partner's portfolio counts: `last_position` numbers its clients in the order in which they came.
create table portfolio (
  organisation_id text collate "C" not null references organisation deferrable,
  partner_id text collate "C" not null,
  last_position bigint not null default 0,
  primary key (organisation_id, partner_id),
  constraint portfolio_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);

create table client (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  partner_id text collate "C" not null,
  -- Ascending within the portfolio; numbered pages are found by it.
  position bigint not null,
  external_id uuid not null,
  name text,
  source text not null check (source in ('PARTNER', 'SEARCH', 'LINKEDIN', 'LINKEDIN_AD', 'GOOGLE_AD', 'REFERRAL', 'UNKNOWN')),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'ARCHIVED')),
  is_test boolean not null default false,
  billing_plan text not null default 'FREE' check (billing_plan in ('FREE', 'GROWTH', 'PREMIUM')),
  disable_emails boolean not null default false,
  customer_id text,
  subscription_id text,
  internal_use boolean not null default false,
  scheduled_deletion date,
  archival_reason text,
  archival_reason_notes text,
  archival_by text,
  archival_at timestamptz(3),
  legal_name text,
  trade_name text,
  entity_type text,
  ein_sealed text,
  ein_last_four text,
  incorporation_state text,
  street1 text,
  street2 text,
  city text,
  state text,
  postal_code text,
  country text,
  business_description text,
  first_operations_date date,
  naics text,
  industry text,
  contact_name text,
  contact_email text,
  contact_phone text,
  search text not null generated always as (lower(coalesce(name, '') collate "default")) stored,
  -- When it was linked to the partner.
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint client_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable,
  check ((status = 'ARCHIVED') = (archival_at is not null))
);
-- The name before the partner: a name is also looked for under all partners that somebody has brought.
create unique index client_name_key on client (organisation_id, lower(name), partner_id) where status = 'ACTIVE' and name is not null;
create unique index client_position_key on client (organisation_id, partner_id, position);
-- Answers a search that no trigram helps, too short or for a frequent word, without the rows.
create index client_page_idx on client (organisation_id, partner_id, status, position) include (search);
create index client_search_idx on client using gin (organisation_id, partner_id, search gin_trgm_ops);
create index client_deletion_idx on client (organisation_id, scheduled_deletion) where scheduled_deletion is not null;
create index client_archived_idx on client (organisation_id, id) where status = 'ARCHIVED';
create index client_test_idx on client (organisation_id, id) where is_test;

-- How many clients of each status stand in each stretch of a portfolio's positions: a numbered page is found by
-- summing stretches, and not by walking over the clients before it.
create table client_tally (
  organisation_id text collate "C" not null references organisation deferrable,
  partner_id text collate "C" not null,
  stretch bigint not null,
  active integer not null default 0,
  archived integer not null default 0,
  primary key (organisation_id, partner_id, stretch)
);

-- What a restore brings in is numbered and counted already.
create function is_restoring() returns boolean language sql stable parallel safe
  return coalesce(current_setting('symbolon.restoring', true), '') = 'on';

create function client_stretch(place bigint) returns bigint language sql immutable parallel safe return place / 500;

create function number_client() returns trigger language plpgsql as $$
begin
  insert into portfolio as p (organisation_id, partner_id, last_position) values (new.organisation_id, new.partner_id, 1)
    on conflict (organisation_id, partner_id) do update set last_position = p.last_position + 1
    returning last_position into new.position;
  return new;
end
$$;

create function tally_client() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update client_tally set active = active - (old.status = 'ACTIVE')::int, archived = archived - (old.status = 'ARCHIVED')::int
      where organisation_id = old.organisation_id and partner_id = old.partner_id and stretch = client_stretch(old.position);
  end if;
  if tg_op <> 'DELETE' then
    insert into client_tally as t (organisation_id, partner_id, stretch, active, archived)
      values (new.organisation_id, new.partner_id, client_stretch(new.position), (new.status = 'ACTIVE')::int, (new.status = 'ARCHIVED')::int)
      on conflict (organisation_id, partner_id, stretch)
        do update set active = t.active + excluded.active, archived = t.archived + excluded.archived;
  end if;
  return null;
end
$$;

create trigger client_a_follows_merged_partner before insert on client
  for each row execute function follow_merged_partner();
create trigger client_b_is_numbered before insert on client
  for each row when (not is_restoring()) execute function number_client();
create trigger client_comes_or_goes after insert or delete on client
  for each row when (not is_restoring()) execute function tally_client();
-- A client changes its partner in a merge alone, which numbers and counts all of them at once.
create trigger client_changes_status after update of status on client
  for each row when (old.status <> new.status) execute function tally_client();

-- A person who works at a partner and acts for it. One that was invited and has not come yet is PENDING.
create table partner_user (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  partner_id text collate "C" not null,
  email text not null,
  role text not null check (role in ('OWNER', 'ADMIN', 'MEMBER')),
  status text not null check (status in ('ACTIVE', 'INACTIVE', 'PENDING')),
  first_name text,
  last_name text,
  password_hash text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  constraint partner_user_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create unique index partner_user_email_key on partner_user (organisation_id, partner_id, lower(email));
create trigger partner_user_follows_merged_partner before insert on partner_user
  for each row execute function follow_merged_partner();

-- Which users look after which clients.
create table client_assignment (
  organisation_id text collate "C" not null references organisation deferrable,
  client_id text collate "C" not null,
  partner_user_id text collate "C" not null,
  assigned_by text collate "C",
  created_at timestamptz(3) not null,
  primary key (organisation_id, client_id, partner_user_id),
  foreign key (organisation_id, client_id) references client on delete cascade deferrable,
  foreign key (organisation_id, partner_user_id) references partner_user on delete cascade deferrable
);
create index client_assignment_user_idx on client_assignment (organisation_id, partner_user_id, client_id);

-- A secret that is sent to a person and works once: to take up an invitation, to set a password, to onboard a partner.
create table one_time_link (
  organisation_id text collate "C" not null references organisation deferrable,
  hash bytea not null,
  purpose text not null check (purpose in ('INVITATION', 'ONBOARDING')),
  partner_id text collate "C" not null,
  partner_user_id text collate "C",
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  used_at timestamptz(3),
  primary key (organisation_id, hash),
  foreign key (organisation_id, partner_id) references partner deferrable,
  foreign key (organisation_id, partner_user_id) references partner_user on delete cascade deferrable,
  check ((purpose = 'INVITATION') = (partner_user_id is not null))
);
create index one_time_link_partner_idx on one_time_link (organisation_id, partner_id);
create index one_time_link_user_idx on one_time_link (organisation_id, partner_user_id) where partner_user_id is not null;

-- Looked up before the organisation is known: which organisation a link belongs to, and nothing else.
create table one_time_link_owner (
  hash bytea primary key,
  organisation_id text collate "C" not null,
  foreign key (organisation_id, hash) references one_time_link on delete cascade deferrable
);

-- How a partner (`client_id` null) or one of its clients is billed. From `next_from` on the next mode is in force; for a
-- client a mode that is null is no override.
create table billing_setting (
  organisation_id text collate "C" not null references organisation deferrable,
  partner_id text collate "C" not null,
  subject_id text collate "C" not null generated always as (coalesce(client_id, partner_id)) stored,
  client_id text collate "C",
  mode text check (mode in ('PARTNER_MANAGED', 'CLIENT_MANAGED')),
  next_mode text check (next_mode in ('PARTNER_MANAGED', 'CLIENT_MANAGED')),
  next_from date,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, subject_id),
  foreign key (organisation_id, partner_id) references partner deferrable,
  foreign key (organisation_id, client_id) references client on delete cascade deferrable,
  check (client_id is not null or mode is not null)
);
create index billing_setting_partner_idx on billing_setting (organisation_id, partner_id, created_at);
create index billing_setting_client_idx on billing_setting (organisation_id, client_id) where client_id is not null;
create trigger billing_setting_follows_merged_partner before insert on billing_setting
  for each row execute function follow_merged_partner();

create table billing_change_request (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  partner_id text collate "C" not null,
  client_id text collate "C",
  request_type text not null check (request_type in ('ADD', 'CHANGE', 'REMOVE')),
  requested_mode text check (requested_mode in ('PARTNER_MANAGED', 'CLIENT_MANAGED')),
  requested_by text collate "C",
  effective_from date,
  status text not null default 'PENDING' check (status in ('PENDING', 'APPROVED', 'REJECTED')),
  created_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  resolved_by text collate "C",
  primary key (organisation_id, id),
  foreign key (organisation_id, partner_id) references partner deferrable,
  foreign key (organisation_id, client_id) references client on delete cascade deferrable,
  check ((status = 'PENDING') = (resolved_at is null)),
  check ((request_type = 'REMOVE') = (requested_mode is null))
);
create unique index billing_change_request_pending_key
  on billing_change_request (organisation_id, coalesce(client_id, partner_id)) where status = 'PENDING';
create index billing_change_request_partner_idx on billing_change_request (organisation_id, partner_id, id);
create index billing_change_request_client_idx on billing_change_request (organisation_id, client_id) where client_id is not null;
create index billing_change_request_status_idx on billing_change_request (organisation_id, status, id);
create trigger billing_change_request_follows_merged_partner before insert on billing_change_request
  for each row execute function follow_merged_partner();

-- Who is told what concerns a partner's clients: the partner's default (`client_id` null) and its exceptions.
create table notification_setting (
  organisation_id text collate "C" not null references organisation deferrable,
  id text collate "C" not null,
  partner_id text collate "C" not null,
  client_id text collate "C",
  notify_style text not null check (notify_style in ('PARTNER_AND_CLIENTS', 'PARTNER_ONLY', 'CLIENTS_ONLY', 'NONE')),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, partner_id) references partner deferrable,
  foreign key (organisation_id, client_id) references client on delete cascade deferrable
);
create unique index notification_setting_subject_key on notification_setting (organisation_id, coalesce(client_id, partner_id));
create index notification_setting_partner_idx on notification_setting (organisation_id, partner_id, id);
create index notification_setting_client_idx on notification_setting (organisation_id, client_id) where client_id is not null;
create trigger notification_setting_follows_merged_partner before insert on notification_setting
  for each row execute function follow_merged_partner();

-- A partner that another one has brought.
create table sub_partner (
  organisation_id text collate "C" not null references organisation deferrable,
  partner_id text collate "C" not null,
  referral_partner_id text collate "C" not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, partner_id),
  constraint sub_partner_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable,
  constraint sub_partner_referral_partner_id_fkey foreign key (organisation_id, referral_partner_id) references partner deferrable
);
create index sub_partner_referral_idx on sub_partner (organisation_id, referral_partner_id, partner_id);

alter table api_key
  add constraint api_key_client_id_fkey foreign key (organisation_id, client_id) references client on delete cascade deferrable,
  add constraint api_key_user_id_fkey foreign key (organisation_id, user_id) references partner_user deferrable;
create index api_key_issued_by_idx on api_key (organisation_id, issued_by, partner_id, id) where issued_by is not null;
create index api_key_client_idx on api_key (organisation_id, client_id) where client_id is not null;
create index api_key_user_idx on api_key (organisation_id, user_id) where user_id is not null;

-- What a partner has goes with it into the one that it becomes. Two active clients of one name stop the merge.
create function move_portfolio_of_merged_partner() returns trigger language plpgsql as $$
declare
  org constant text := new.organisation_id;
  going constant text := new.id;
  staying constant text := new.merged_into_id;
  person record;
  base bigint;
begin
  update api_key set issued_by = staying where organisation_id = org and issued_by = going;
  -- A person at both partners goes on as the one who is active; where both or neither is, as the one who was there, in
  -- the higher role of the two: so a merge takes no partner its owner.
  for person in
    select case when u.status = 'ACTIVE' and there.status <> 'ACTIVE' then u.id else there.id end as stays,
      case when u.status = 'ACTIVE' and there.status <> 'ACTIVE' then there.id else u.id end as goes,
      case when u.status = there.status and 'OWNER' in (u.role, there.role) then 'OWNER'
        when u.status = there.status and 'ADMIN' in (u.role, there.role) then 'ADMIN' end as higher_role
    from partner_user u
    join partner_user there on there.organisation_id = org and there.partner_id = staying and lower(there.email) = lower(u.email)
    where u.organisation_id = org and u.partner_id = going
  loop
    insert into client_assignment (organisation_id, client_id, partner_user_id, assigned_by, created_at)
      select organisation_id, client_id, person.stays, assigned_by, created_at
      from client_assignment where organisation_id = org and partner_user_id = person.goes
      on conflict do nothing;
    update api_key set user_id = person.stays where organisation_id = org and user_id = person.goes;
    update api_key set issued_by = person.stays where organisation_id = org and issued_by = person.goes;
    delete from partner_user where organisation_id = org and id = person.goes;
    update partner_user set role = coalesce(person.higher_role, role) where organisation_id = org and id = person.stays;
  end loop;
  update partner_user set partner_id = staying where organisation_id = org and partner_id = going;
  update one_time_link set partner_id = staying where organisation_id = org and partner_id = going;

  -- The clients of both take new places, above all that were taken, in the order in which they came.
  insert into portfolio as p (organisation_id, partner_id) values (org, staying)
    on conflict (organisation_id, partner_id) do update set last_position = p.last_position
    returning last_position into base;
  if exists (select from client where organisation_id = org and partner_id = going) then
    update client c set partner_id = staying, position = base + o.place
      from (select id, row_number() over (order by created_at, id) as place
        from client where organisation_id = org and partner_id in (staying, going)) o
      where c.organisation_id = org and c.id = o.id;
    update portfolio set last_position = (select max(position) from client where organisation_id = org and partner_id = staying)
      where organisation_id = org and partner_id = staying;
    delete from client_tally where organisation_id = org and partner_id = staying;
    insert into client_tally (organisation_id, partner_id, stretch, active, archived)
      select org, staying, client_stretch(position), count(*) filter (where status = 'ACTIVE'), count(*) filter (where status = 'ARCHIVED')
      from client where organisation_id = org and partner_id = staying group by client_stretch(position);
  end if;
  delete from client_tally where organisation_id = org and partner_id = going;
  delete from portfolio where organisation_id = org and partner_id = going;

  delete from billing_setting where organisation_id = org and subject_id = going
    and exists (select from billing_setting where organisation_id = org and subject_id = staying);
  update billing_setting set partner_id = staying where organisation_id = org and partner_id = going;
  delete from billing_change_request where organisation_id = org and partner_id = going and client_id is null and status = 'PENDING'
    and exists (select from billing_change_request
      where organisation_id = org and partner_id = staying and client_id is null and status = 'PENDING');
  update billing_change_request set partner_id = staying where organisation_id = org and partner_id = going;
  delete from notification_setting where organisation_id = org and partner_id = going and client_id is null
    and exists (select from notification_setting where organisation_id = org and partner_id = staying and client_id is null);
  update notification_setting set partner_id = staying where organisation_id = org and partner_id = going;

  delete from sub_partner where organisation_id = org and partner_id = going
    and (referral_partner_id = staying or exists (select from sub_partner where organisation_id = org and partner_id = staying));
  delete from sub_partner where organisation_id = org and partner_id = staying and referral_partner_id = going;
  update sub_partner set partner_id = staying where organisation_id = org and partner_id = going;
  update sub_partner set referral_partner_id = staying where organisation_id = org and referral_partner_id = going;
  return null;
end
$$;
create trigger partner_takes_its_portfolio_along after update of merged_into_id on partner
  for each row when (new.merged_into_id is not null and old.merged_into_id is null)
  execute function move_portfolio_of_merged_partner();
