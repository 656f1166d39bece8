-- When a day begins in a time zone. Where the clock is put back over midnight its first hour comes twice, and `at time zone`
-- takes the second.
create function start_of_day(day date, zone text) returns timestamptz language sql immutable strict parallel safe
  return (
    select case when ((midnight - put_back) at time zone zone)::date = day then midnight - put_back else midnight end
    from (
      select midnight, greatest(interval '0', (midnight - interval '3 hours') at time zone zone - midnight at time zone zone + interval '3 hours') as put_back
      from (select day::timestamp at time zone zone as midnight) m
    ) p
  );
