-- Every change writes an event, and the foreign key had each of them take a lock on the one row of its organisation, which all writers
-- then shared and rewrote. No organisation is ever deleted; `doctor` tells of an event whose organisation is not there.
alter table event drop constraint event_organisation_id_fkey;
