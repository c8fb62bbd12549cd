import type { ProjectRow } from '#adapters/sql/tables.ts'
import type { TokenResp } from '#contract/identity.ts'
import type { Config } from '#server/config.ts'
import type { IssuedToken } from './tokens.ts'

/** Documents of Keystone v3 as real clients read them (clients 1.1). */

const VERSION = 'v3.14'
const VERSION_TIME = '2020-04-07T00:00:00Z'
const MEDIA_TYPE = 'application/vnd.openstack.identity-v3+json'
/** There is one region; clients that name another one find no service. */
const REGION = 'RegionOne'

export function versionDocument({ publicUrl }: Config) {
  return {
    id: VERSION,
    status: 'stable',
    updated: VERSION_TIME,
    links: [{ rel: 'self', href: `${publicUrl}/v3/` }],
    'media-types': [{ base: 'application/json', type: MEDIA_TYPE }],
  }
}

/** The services that a token for the project opens. The client never appends the project to the address by itself. */
export function catalogueOf({ publicUrl }: Config, project_id: string | null) {
  const wire = `${publicUrl}/v2/${project_id}`
  const services = project_id === null ? [] : [service('modelartsv2', wire), service('modelarts', wire)]
  return [...services, service('identity', `${publicUrl}/v3`)]
}

function service(type: string, url: string) {
  const endpoint = { id: `${type}-public`, interface: 'public', region: REGION, region_id: REGION, url }
  return { id: type, type, name: type, endpoints: [endpoint] }
}

/** Whose token it is: an account with its project. */
export type Holder = { account_id: string; user_name: string; worker_id: string | null; project: ProjectRow }

/** What a token says about itself; without `scoped` it is for the domain alone. */
export function tokenDocument(
  config: Config,
  holder: Holder,
  issued: Pick<IssuedToken, 'issued_at' | 'expires_at'>,
  { method, scoped }: { method: string; scoped: boolean },
): TokenResp {
  const { project } = holder
  const domain = { id: project.domain_id, name: project.domain_name }
  const role = holder.worker_id === null ? 'owner' : 'member'
  const scope = scoped ? { project: { id: project.project_id, name: project.project_name, domain } } : { domain }
  return {
    token: {
      methods: [method],
      issued_at: timeOf(issued.issued_at),
      expires_at: timeOf(issued.expires_at),
      user: { id: holder.account_id, name: holder.user_name, domain },
      ...scope,
      roles: [{ id: role, name: role }],
      catalog: catalogueOf(config, scoped ? project.project_id : null),
    },
  }
}

/** Keystone writes microseconds. */
function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z')
}

export function projectDocument({ publicUrl }: Config, project: ProjectRow) {
  return {
    id: project.project_id,
    name: project.project_name,
    description: '',
    enabled: true,
    is_domain: false,
    domain_id: project.domain_id,
    parent_id: project.domain_id,
    links: { self: `${publicUrl}/v3/projects/${project.project_id}` },
  }
}

export function domainDocument({ publicUrl }: Config, project: ProjectRow) {
  return {
    id: project.domain_id,
    name: project.domain_name,
    description: '',
    enabled: true,
    links: { self: `${publicUrl}/v3/domains/${project.domain_id}` },
  }
}

/** A list with the links that Keystone puts around it. */
export function listDocument<Name extends string, Row>({ publicUrl }: Config, path: string, name: Name, rows: Row[]) {
  const links = { self: `${publicUrl}${path}`, next: null, previous: null }
  return { [name]: rows, links } as Record<Name, Row[]> & { links: typeof links }
}
