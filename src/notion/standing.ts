// How a table stands: its columns as they were found last, or why it cannot be worked with until a person mends it.

import { Environment } from '../errors.ts'
import type { Notion } from './client.ts'
import type { ColumnRule } from './columns.ts'
import { readDataSource } from './data-source.ts'
import { Barred } from './faults.ts'
import { knownOf, recallColumns, rememberColumns } from './known-columns.ts'
import { resolveSchema, type Schema } from './schema.ts'

export interface Standing<F extends string> {
  readonly schema: Schema<F>
  /** Reads the columns anew. @throws Environment, and the table pauses, when they do not fit */
  look(): Promise<Schema<F>>
  /** For single rows. @throws Environment while the table pauses; now and then it is looked whether it still has to */
  current(): Promise<Schema<F>>
  /** For the poll, which comes once a cycle: it looks whether a pause is over, and now and then whether there should be one. */
  polled(): Promise<Schema<F>>
  /** Not older than that, for what cannot be taken back. */
  fresh(): Promise<Schema<F>>
  /** The fault itself, or, when the table is not to be seen any more, the one that says so. */
  checked(error: unknown): Promise<unknown>
}

/** Not all that happens to a table shows in its rows: that it is in the trash does not. */
const POLL_LOOK_MS = 10 * 60_000

/** @throws Environment when the columns do not fit */
export async function openStanding<F extends string>(
  notion: Notion,
  dataSourceId: string,
  rules: Record<F, ColumnRule>,
): Promise<Standing<F>> {
  const { memory, log, lookAgainMs } = notion
  let schema: Schema<F> | undefined
  let pause: Environment | undefined
  let lookedAt = 0
  let wasKept = false
  let looking: Promise<Schema<F>> | undefined

  async function find(): Promise<Schema<F>> {
    const kept = recallColumns(memory, dataSourceId)
    const isForgotten = wasKept && Object.keys(kept).length === 0 // a person took columns away on purpose
    const known = isForgotten ? {} : { ...kept, ...(schema && knownOf(schema)) }
    const found = resolveSchema(await readDataSource(notion, dataSourceId), rules, known)
    rememberColumns(notion, found, known)
    wasKept = Object.keys(recallColumns(memory, dataSourceId)).length > 0
    if (pause) log.info({ database: found.databaseTitle }, 'a database fits again: work on it goes on')
    pause = undefined
    schema = found
    return found
  }

  /** Many who need it at the same time share one look. */
  function look(): Promise<Schema<F>> {
    looking ??= find()
      .catch(error => {
        if (schema && error instanceof Environment && !(error instanceof Barred)) pauseFor(error)
        throw error
      })
      .finally(() => {
        lookedAt = performance.now()
        looking = undefined
      })
    return looking
  }

  function pauseFor(error: Environment): void {
    if (pause?.message !== error.message)
      log.error({ reason: error.message }, 'a database pauses: nothing is written to it')
    pause = error
  }

  const age = () => performance.now() - lookedAt
  const isOld = () => age() >= lookAgainMs
  const first = await look()
  const now = () => schema ?? first

  return {
    get schema() {
      return now()
    },
    look,
    async current() {
      if (!pause) return now()
      if (!isOld()) throw pause
      return look()
    },
    polled: async () => (pause || age() >= POLL_LOOK_MS ? look() : now()),
    async fresh() {
      if (isOld()) return look()
      if (pause) throw pause
      return now()
    },
    async checked(error) {
      const isGone = error instanceof Environment && !(error instanceof Barred) && error.fields.code !== undefined
      if (!isGone) return error
      return look().then(
        () => error,
        (fault: unknown) => fault,
      )
    },
  }
}
