// The sign-in on disk: one file that only its owner may read, changed under a lock, old or new but never between.

import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { makeFolders, sync } from '../../durable-file.ts'
import { Environment, messageOf } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { withFileLock } from './file-lock.ts'

const SignedIn = z.object({
  clientId: z.string(),
  refreshToken: z.string(),
  accessToken: z.string(),
  /** Epoch ms. */
  accessEndsAt: z.number(),
  scope: z.string(),
  /** ISO 8601; renewing does not change it. */
  consentedAt: z.string(),
  account: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  /** When a renewal was begun whose end is not known: it may have used up the refresh token. */
  renewing: z.string().optional(),
})
/** Nobody is signed in, and why. */
const SignedOut = z.object({ signedOut: z.string(), why: z.string() })

export type SignedIn = z.infer<typeof SignedIn>
export type Kept = SignedIn | z.infer<typeof SignedOut> | undefined
const Form = z.union([SignedIn, SignedOut])

export interface TokenFile {
  path: string
  /** What is kept, without waiting for whoever is about to change it. @throws Environment when it cannot be read */
  read(): Promise<Kept>
  /** Nobody else changes it until `work` ends. */
  change<T>(work: (held: Held) => Promise<T>): Promise<T>
}

export interface Held {
  read(): Promise<Kept>
  /** On the disk, whole, when it returns. */
  write(kept: NonNullable<Kept>): Promise<void>
  remove(): Promise<void>
}

const OWNER_ONLY = 0o600

export const isSignedIn = (kept: Kept): kept is SignedIn => kept !== undefined && 'refreshToken' in kept

export function openTokenFile(varDir: string): TokenFile {
  const path = join(varDir, 'spotify-token.json')
  const beside = `${path}.new`

  async function read(): Promise<Kept> {
    const text = await textOf(path)
    if (text === undefined) return undefined
    const kept = parsed(text)
    if (kept) return kept
    throw new Environment(`${path} cannot be understood; sign in again with: orchestrator auth spotify`)
  }

  async function write(kept: NonNullable<Kept>): Promise<void> {
    await rm(beside, { force: true })
    {
      await using file = await open(beside, 'wx', OWNER_ONLY)
      await file.writeFile(JSON.stringify(kept))
      await file.sync()
    }
    await failpoint('spotify.written')
    await giveName()
  }

  async function giveName(): Promise<void> {
    await rename(beside, path)
    await failpoint('spotify.renamed')
    await sync(dirname(path))
  }

  /** A change that was killed before it had its name is the newest there is: a token that was used up is good no more. */
  async function finish(): Promise<void> {
    const text = await textOf(beside)
    if (text === undefined) return
    if (parsed(text)) await giveName()
    else await rm(beside, { force: true })
  }

  return {
    path,
    read: () => asEnvironment(path, read),
    change: work =>
      asEnvironment(path, async () => {
        await makeFolders(dirname(path))
        return await withFileLock(path.replace(/\.json$/, '.lock'), async () => {
          await finish()
          return await work({ read, write, remove: () => rm(path, { force: true }) })
        })
      }),
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function parsed(text: string): Kept {
  try {
    return Form.parse(JSON.parse(text))
  } catch {
    return undefined // half a file, or somebody else's: the caller says which
  }
}

async function asEnvironment<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    throw new Environment(`the sign-in ${path} cannot be kept: ${messageOf(error)}`, { cause: error })
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined
