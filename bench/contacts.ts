import type pg from 'pg'
import { pgbench, wrk } from './load.ts'
import type { Bench, Caller, Measured } from './paths.ts'
import { inTurns, ratioOf } from './ratios.ts'
import { partnerId, type Tenant } from './seed.ts'
import { forPgbench, type Script, statementOf } from './statements.ts'

const roles = ['account_manager', 'account_executive', 'csm', 'lead', 'co_lead', 'practice_lead']
const roleAt = (n: string) => `(array[${roles.map((role) => `'${role}'`).join(',')}])[${n}]`
const assignmentId = (n: number) => `ica_${String(n).padStart(26, '0')}`
const idOf = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`

/** So many people of the organisation, each with one role on one of its partners. */
export async function seedContacts(client: pg.Client, tenant: Tenant, many: number): Promise<void> {
  await client.query(people, [tenant.id, many])
  await client.query(assignments, [tenant.id, many])
  await client.query('vacuum analyze internal_contact, internal_contact_assignment')
}

const people = `
  insert into internal_contact (organisation_id, id, email, given_name, family_name, job_title, created_at)
  select $1, ${idOf('ict', 'n')}, 'person' || n || '@vendor.example.com', 'Given ' || n, 'Family ' || n, 'Customer success',
    timestamptz '2026-01-01' + n * interval '7 seconds'
  from generate_series(1, $2::int) n`

const assignments = `
  insert into internal_contact_assignment (organisation_id, id, internal_contact_id, internal_role, partner_id, remote_id, created_at)
  select $1, ${idOf('ica', 'n')}, ${idOf('ict', 'n')}, ${roleAt('1 + n % 6')}, ${idOf('ptn', 'n')}, 'crm-' || n,
    timestamptz '2026-01-01' + n * interval '7 seconds'
  from generate_series(1, $2::int) n`

/**
 * Another role for a random person on a partner, with its event, against the bare update. One of six times the role is
 * the one that is there: then neither writes.
 */
export async function measureRoleChange(bench: Bench, caller: Caller, many: number): Promise<Measured> {
  const { loader, databaseUrl, serverUrl, rounds } = bench
  await bench.pool.query('create sequence if not exists bench_event')
  const ownSql = await ownStatement(bench, caller, many)
  await wrk({ ...loader, seconds: bench.warmUpSeconds }, 'role-warm-up', `${serverUrl}/`, patch(caller, many))
  const loads = await inTurns(rounds, {
    role: () => wrk(loader, 'role', `${serverUrl}/`, patch(caller, many)),
    'role: floor': () => pgbench(loader, 'role-floor', databaseUrl, floor(caller, many)),
    'role: own SQL': () => pgbench(loader, 'role-own', databaseUrl, ownSql),
  })
  await bench.pool.query('drop sequence bench_event')
  return {
    loads,
    verdicts: [
      ratioOf(loads, 'role', 'role: floor', { atLeast: 0.45, aim: 0.6 }),
      ratioOf(loads, 'role', 'role: own SQL'),
    ],
  }
}

async function ownStatement({ pool }: Bench, caller: Caller, many: number): Promise<Script> {
  const [partner, assignment, role] = [partnerId(1), assignmentId(1), 'practice_lead']
  const input = { partner_id: partner, assignment_id: assignment, internal_role: role }
  const path = 'PATCH /v2/partners/:partner_id/internal-contacts/:assignment_id'
  const own = await statementOf(pool, caller.id, path, input)
  const { text, values } = forPgbench(own, (value) => {
    if (value === partner) return idOf('ptn', ':n')
    if (value === assignment) return idOf('ica', ':n')
    if (value === role) return roleAt(':r')
    if (value instanceof Date) return 'now()'
    return String(value).startsWith('evt_') ? idOf('evt', `1000000000 + nextval('bench_event')`) : undefined
  })
  return { text: random(many) + text, values }
}

const random = (many: number) => `
\\set n random(1, ${many})
\\set r random(1, ${roles.length})
`

const floor = (caller: Caller, many: number): Script => ({
  values: { organisation: caller.id },
  text: `${random(many)}
update internal_contact_assignment set internal_role = ${roleAt(':r')}, modified_at = now()
where organisation_id = :organisation and id = ${idOf('ica', ':n')} and internal_role <> ${roleAt(':r')} returning *;
`,
})

const patch = (caller: Caller, many: number) => `
local roles = {${roles.map((role) => `'${role}'`).join(',')}}
math.randomseed(os.time())
wrk.headers['authorization'] = 'Bearer ${caller.key}'
wrk.headers['content-type'] = 'application/json'
request = function()
  local n = math.random(${many})
  local path = string.format('/v2/partners/ptn_%026d/internal-contacts/ica_%026d', n, n)
  return wrk.format('PATCH', path, nil, string.format('{"internal_role":"%s"}', roles[math.random(#roles)]))
end`
