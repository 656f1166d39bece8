-- Whom payments are between: what the organisation and each partner are called on paper, and the accounts that money comes
-- from and goes to. Of an account its number stands sealed (`sealed`), beside what may be shown of it.

create table organisation_billing_info (
  organisation_id text collate "C" not null references organisation deferrable,
  party json not null,
  bank json,
  updated_at timestamptz(3) not null,
  primary key (organisation_id)
);

create table partner_billing_info (
  organisation_id text collate "C" not null references organisation deferrable,
  partner_id text collate "C" not null,
  party json not null,
  payout_method json,
  updated_at timestamptz(3) not null,
  primary key (organisation_id, partner_id),
  constraint partner_billing_info_partner_id_fkey foreign key (organisation_id, partner_id) references partner deferrable
);
create trigger partner_billing_info_follows_merged_partner before insert on partner_billing_info
  for each row when (not is_restoring()) execute function follow_merged_partner();

-- It goes along with a partner into one that has none; else that one's own stays as it is.
create function move_billing_info_of_merged_partner() returns trigger language plpgsql as $$
begin
  delete from partner_billing_info where organisation_id = new.organisation_id and partner_id = new.id
    and exists (select from partner_billing_info where organisation_id = new.organisation_id and partner_id = new.merged_into_id);
  update partner_billing_info set partner_id = new.merged_into_id where organisation_id = new.organisation_id and partner_id = new.id;
  return null;
end
$$;
create trigger partner_takes_its_billing_info_along after update of merged_into_id on partner
  for each row when (new.merged_into_id is not null and old.merged_into_id is null)
  execute function move_billing_info_of_merged_partner();
