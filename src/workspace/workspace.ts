// The local workspace: a Notion-compatible API over one SQLite file, reached through `fetch`.

import type { DatabaseSync } from 'node:sqlite'
import { Environment } from '../errors.ts'
import { answerRequest } from './api/answer-request.ts'
import type { Version } from './api/route.ts'
import { type DefaultIds, defaultIds, ensureDefaults } from './demo/default-databases.ts'
import { openDatabase } from './store/open-database.ts'
import { openStore, type Store } from './store/store.ts'

export interface Workspace {
  /** A drop-in for `fetch`, given to @notionhq/client; answers `https://anything/v1/…`. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Database ids of the two default databases. */
  readonly ids: DefaultIds
  /** This open made the databases, and there is nothing in them yet. */
  readonly isNew: boolean
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
  /** The version of requests that name none; without it they are refused, as by Notion. */
  assumedVersion?: Version
  /** Rows a query gives out at most; Notion's and default: 10,000. */
  queryRows?: number
}

/** @throws Environment when the file cannot be opened or is not a workspace */
export function openWorkspace({ file, now = () => new Date(), ...options }: WorkspaceOptions): Workspace {
  const { database, readOnly, upgraded } = openDatabase(file, options.readOnly ?? false)
  const store = openStore(database, () => now().getTime())
  if (upgraded) refacetAll(store)
  const { ids, made } = readOnly ? existing(store, file) : ensureDefaults(store, now().getTime())
  const limits = { queryRows: options.queryRows ?? QUERY_ROWS }
  const served = {
    store,
    now,
    tokens: options.tokens ?? 'any',
    readOnly,
    limits,
    assumedVersion: options.assumedVersion,
  }
  return {
    fetch: (input, init) => answerRequest(new Request(input, init), served),
    ids,
    isNew: made,
    close: () => close(database, readOnly),
  }
}

function existing(store: Store, file: string): { ids: DefaultIds; made: boolean } {
  const ids = defaultIds(store)
  if (!ids) throw new Environment(`the local workspace ${file} has no databases yet`)
  return { ids, made: false }
}

function refacetAll(store: Store): void {
  store.transaction('write', () => {
    const sources = store.databases().flatMap(database => store.dataSourcesOf(database.id))
    for (const source of sources) store.refacet(source.id)
  })
}

function close(database: DatabaseSync, readOnly: boolean): void {
  if (!database.isOpen) return
  if (!readOnly) database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
