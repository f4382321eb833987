// Lets the system start the program, and says what is scheduled.

import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { type Config, HOME_DIR, loadConfig } from '../config.ts'
import { ConfigFault, isFault, UsageFault } from '../errors.ts'
import { dueFrom, isCronPattern } from '../model/due.ts'
import { runProgram, safeEnvironment } from '../run-program.ts'
import { isWorker, jobOf } from '../schedule/job-of.ts'
import type { Installed, Job, Scheduler, SchedulerHome, SchedulerName } from '../schedule/scheduler.ts'
import { goneIn, openSchedulers, type Schedulers } from '../schedule/schedulers.ts'
import { makePrivateFolder } from '../store/private.ts'
import { homeOf, keepIn } from './scheduler-home.ts'
import { type GlobalFlags, print } from './with-app.ts'

export interface ScheduleFlags extends GlobalFlags {
  action: 'install' | 'remove' | 'list' | 'test'
  with?: SchedulerName
  run?: 'loop' | 'sync' | 'worker'
}

const ACTIONS = { install, remove, list, test }
/** As the old set-up had it. */
const USUAL_TIMES = '0 */6 * * *'
const TEST_MS = 5 * 60_000

interface Context {
  flags: ScheduleFlags
  config: Config
  home: SchedulerHome
  schedulers: Schedulers
}

export async function schedule(flags: ScheduleFlags): Promise<number> {
  const config = loadConfig({ varDir: flags.var })
  const home = homeOf(config)
  return ACTIONS[flags.action]({ flags, config, home, schedulers: openSchedulers(home, keepIn(config.varDir)) })
}

async function install(context: Context): Promise<number> {
  const { flags, config, schedulers } = context
  const scheduler = flags.dryRun && flags.with ? schedulers.named(flags.with) : await schedulers.choose(flags.with)
  const job = jobFor(context, scheduler)
  if (flags.dryRun) {
    print(flags, { would: 'install', with: scheduler.name, text: scheduler.show(job) }, [
      `${scheduler.name} would be given:`,
      scheduler.show(job),
    ])
    return 0
  }
  await refuseOthers(scheduler)
  scheduler.show(job) // what cannot be said is refused before anything is touched
  makePrivateFolder(config.logsDir)
  const others = await othersOf(context, scheduler)
  const state = await scheduler.install(job)
  const installed = await scheduler.find()
  const advice = [...others, ...(await adviceFor(context, scheduler))]
  print(flags, { ...installed, state, next: nextOf(job), advice }, [
    `${STATES[state]} ${scheduler.name} ${doingOf(job)} (${installed?.where}).`,
    ...(job.when === 'always' ? [] : [`Next: ${nextOf(job)}`]),
    ...advice,
    'Look: orchestrator schedule list · try: orchestrator schedule test · end: orchestrator schedule remove',
  ])
  return 0
}

const doingOf = ({ when, command }: Job) =>
  when === 'always' ? `keeps the ${isWorker(command) ? 'worker' : 'loop'} running` : `syncs at ${when.cron}`

const STATES = { new: 'Installed:', changed: 'Changed:', same: 'As it was:' }

async function remove({ flags, schedulers }: Context): Promise<number> {
  const found: string[] = []
  for (const scheduler of await schedulers.here()) {
    if (flags.with && scheduler.name !== flags.with) continue
    const installed = await scheduler.find()
    if (installed && (flags.dryRun || (await scheduler.remove()))) found.push(scheduler.name)
  }
  const word = flags.dryRun ? 'Would be removed' : 'Removed'
  print(flags, { removed: found, dryRun: flags.dryRun }, [
    found.length > 0 ? `${word} from ${found.join(', ')}.` : 'Nothing is scheduled.',
  ])
  return 0
}

async function list({ flags, schedulers }: Context): Promise<number> {
  const all = []
  for (const scheduler of await schedulers.here()) {
    const installed = await scheduler.find()
    if (installed) all.push({ ...installed, next: nextOf(installed), gone: await goneIn(installed.command) })
  }
  const isWell = all.every(({ gone }) => gone.length === 0)
  print(flags, { scheduled: all }, all.length > 0 ? all.flatMap(linesOf) : ['Nothing is scheduled.'])
  return isWell ? 0 : 1
}

type Listed = Installed & { next?: string | undefined; gone: readonly string[] }

const linesOf = ({ with: name, where, when, next, command, gone }: Listed): string[] => [
  `${name}: ${when}${isWorker(command) ? ', as a worker' : ''}${next ? `, next ${next}` : ''} (${where})`,
  `  ${command.join(' ')}`,
  ...gone.map(path => `  ${goneLine(path, command)}`),
]

const goneLine = (path: string, command: readonly string[]) =>
  `${path} is not there any more: run orchestrator schedule install${isWorker(command) ? ' --run worker' : ''} again`

/** As the scheduler would start it: with its PATH and nothing else of the shell; a cycle that only looks. */
async function test(context: Context): Promise<number> {
  const { flags, schedulers } = context
  const scheduler = await schedulers.choose(flags.with)
  const installed = await scheduler.find()
  const run = flags.run ?? (installed && isWorker(installed.command) ? 'worker' : undefined)
  const job = jobFor({ ...context, flags: { ...flags, run } }, scheduler)
  const gone = installed ? await goneIn(installed.command) : []
  const [program = '', ...words] = job.command.slice(0, 2)
  const place = flags.var === undefined ? [] : ['--var', context.config.varDir]
  const args = [...words, ...place, ...trialOf(job)]
  const env = { PATH: job.path, HOME: homedir() }
  const { exitCode, stdout, stderr } = await runProgram(program, args, { cwd: job.dir, env, timeoutMs: TEST_MS })
  const isWell = exitCode === 0 && gone.length === 0
  print(flags, { with: scheduler.name, installed: installed ?? null, exitCode, gone, stdout, stderr }, [
    installed ? `${scheduler.name} has it (${installed.where}).` : `${scheduler.name} does not have it yet.`,
    ...gone.map(path => goneLine(path, job.command)),
    `${run === 'worker' ? 'doctor --worker' : 'A dry run'} as it would be started ended with ${exitCode}${exitCode === 0 ? ', well' : ''}:`,
    ...[stdout, exitCode === 0 ? '' : stderr]
      .flatMap(text => text.split('\n').filter(line => line !== ''))
      .map(line => `  ${line}`),
  ])
  return isWell ? 0 : 1
}

/** It only looks. */
function trialOf({ when, command }: Job): string[] {
  if (isWorker(command)) return ['doctor', '--worker']
  return ['--once', ...(when === 'always' ? [] : ['--music-sync']), '--dry-run']
}

/** @throws ConfigFault when there is nothing a worker could work for */
function jobFor({ flags, config }: Context, { name }: Scheduler): Job {
  const run = flags.run ?? (name === 'cron' ? 'sync' : 'loop')
  if (run === 'worker' && config.settings.REDIS_URL === undefined)
    throw new ConfigFault('REDIS_URL is missing: a worker takes its work from the Redis that the cluster shares')
  const when = run !== 'sync' ? 'always' : { cron: config.settings.MUSIC_SYNC_SCHEDULE ?? USUAL_TIMES }
  const varDir = flags.var === undefined ? undefined : config.varDir
  const path = safeEnvironment().PATH ?? ''
  return jobOf({ homeDir: HOME_DIR, varDir, logsDir: config.logsDir, path }, when, { isWorker: run === 'worker' })
}

/** Another checkout's is not taken away by the way. */
async function refuseOthers(scheduler: Scheduler): Promise<void> {
  const installed = await scheduler.find()
  const [, program] = installed?.command ?? []
  if (!installed || program === undefined || program === join(HOME_DIR, 'src/launch.js')) return
  if ((await goneIn(installed.command)).length > 0) return
  throw new UsageFault(
    `${installed.where} runs ${program}, another checkout: run "orchestrator schedule remove" there first`,
  )
}

/** Two of them would only meet: the second one finds the first at work, and ends. */
async function othersOf({ schedulers }: Context, { name }: Scheduler): Promise<string[]> {
  const others = (await schedulers.here()).filter(other => other.name !== name)
  const found = await Promise.all(others.map(other => other.find()))
  return found.flatMap(other =>
    other ? [`${other.with} has it too (${other.where}): orchestrator schedule remove --with ${other.with}`] : [],
  )
}

async function adviceFor({ config, home }: Context, { name }: Scheduler): Promise<string[]> {
  const { shellOnly } = config
  const shell =
    shellOnly.length > 0
      ? [`${shellOnly.join(', ')}: set in this shell only. Put it into .env: schedulers read no shell.`]
      : []
  return [...shell, ...(name === 'systemd' ? await lingering(home) : []), ...(name === 'launchd' ? privacy(home) : [])]
}

async function lingering({ run }: SchedulerHome): Promise<string[]> {
  try {
    const { stdout } = await run('loginctl', ['show-user', userInfo().username, '--property=Linger'])
    return /Linger=no/.test(stdout) ? ['It ends when you sign out; to let it stay: loginctl enable-linger'] : []
  } catch (error) {
    if (!isFault(error)) throw error
    return []
  }
}

const privacy = ({ home }: SchedulerHome): string[] =>
  ['Desktop', 'Documents', 'Downloads'].some(name => HOME_DIR.startsWith(join(home, name, '/')))
    ? ['macOS lets agents into this folder only with Full Disk Access for node: better move the checkout elsewhere.']
    : []

/** In the time of this place; undefined: it runs on, or its scheduler has words of its own for the time. */
function nextOf({ when }: Pick<Job | Installed, 'when'>): string | undefined {
  const schedule = typeof when === 'string' ? when : when.cron
  if (!isCronPattern(schedule)) return undefined
  const at = dueFrom(Date.now() / 1000, { intervalSeconds: 0, schedule })
  return Number.isFinite(at) ? localTime(new Date(at * 1000)) : 'never'
}

/** `2026-11-22 06:00`, as a cron pattern means it. */
function localTime(at: Date): string {
  const parts = [at.getFullYear(), at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes()]
  const [year, month, day, hour, minute] = parts.map(part => String(part).padStart(2, '0'))
  return `${year}-${month}-${day} ${hour}:${minute}`
}
