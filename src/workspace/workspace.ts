// The local workspace: a Notion-compatible API over one SQLite file, reached through `fetch`.

import { Environment } from '../errors.ts'
import { answerRequest } from './api/answer-request.ts'
import { type DefaultIds, defaultIds, ensureDefaults } from './demo/default-databases.ts'
import { openFile } from './store/open-file.ts'
import type { Store } from './store/store.ts'
import type { SwitchInput } from './switches/settings.ts'
import { openSwitches, type Switches } from './switches/switches.ts'

export interface Workspace {
  /** A drop-in for `fetch`, given to @notionhq/client; answers `https://anything/v1/…`. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Ids of the default databases. */
  readonly ids: DefaultIds
  /** This open made the databases, and there is nothing in them yet. */
  readonly isNew: boolean
  /** What is kept, for those who look at all of it. */
  readonly store: Store
  /** Limits, lag and faults, to try a client out. */
  readonly switches: Switches
  close(): void
}

const QUERY_ROWS = 10_000

export interface WorkspaceOptions {
  /** A path, or `:memory:`. */
  file: string
  /** Leaves the disk as it is; a file that does not exist is an empty workspace in memory. */
  readOnly?: boolean
  now?: () => Date
  /** Bearer tokens let in; default: any. */
  tokens?: readonly string[] | 'any'
  /** Rows a query gives out at most; Notion's and default: 10,000. */
  queryRows?: number
  /** All off by default. */
  switches?: SwitchInput
}

/** @throws Environment when the file cannot be opened or is not a workspace */
export function openWorkspace({ file, now = () => new Date(), ...options }: WorkspaceOptions): Workspace {
  using opening = new DisposableStack()
  const opened = openFile(file, { readOnly: options.readOnly ?? false, now: () => now().getTime() })
  opening.defer(opened.close)
  const { store, readOnly } = opened
  const { ids, made } = readOnly ? existing(store, file) : ensureDefaults(store, now().getTime())
  const limits = { queryRows: options.queryRows ?? QUERY_ROWS }
  const switches = openSwitches({
    given: options.switches ?? {},
    file: options.readOnly ? ':memory:' : file,
    now: () => now().getTime(),
  })
  opening.defer(switches.close)
  const served = {
    store,
    now,
    tokens: options.tokens ?? 'any',
    readOnly,
    limits,
    switches,
  }
  const closing = opening.move()
  return {
    fetch: async (input, init) => switches.send(new Request(input, init), request => answerRequest(request, served)),
    ids,
    isNew: made,
    store,
    switches,
    close: () => closing.dispose(),
  }
}

function existing(store: Store, file: string): { ids: DefaultIds; made: boolean } {
  const ids = defaultIds(store)
  if (!ids) throw new Environment(`the local workspace ${file} has no databases yet`)
  return { ids, made: false }
}
