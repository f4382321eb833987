// What a running agent can see and change: its own folder, the programs of the system, and what agents.json gives it. Task
// texts are other people's words, and an agent may do whatever they say.

import { existsSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { Environment, Refused } from '../../errors.ts'

export interface Cage {
  /** The run's own folder. */
  workDir: string
  /** The person's home folder; of it the agent sees what it is given. */
  home: string
  /** Files and folders it may read, absolute. */
  reads: readonly string[]
  /** … and change. */
  writes: readonly string[]
  /** What nobody gives it: the program, its state, its logs. */
  hidden: readonly string[]
  hasNetwork: boolean
}

/** The programs that shut one in, as the system has them. */
export interface Cages {
  bwrap?: string | undefined
  sandboxExec?: string | undefined
}

/**
 * The command that runs another one inside.
 * @throws Refused when what it is given holds what must stay hidden, Environment when nothing on this system can shut it in
 */
export function caged(command: readonly string[], cage: Cage, { bwrap, sandboxExec }: Cages): string[] {
  for (const given of [...cage.reads, ...cage.writes]) {
    const found = cage.hidden.find(hidden => isOneWithin(hidden, given))
    if (found) throw new Refused(`an agent may not be given ${given}: ${found} stays hidden from agents`)
  }
  if (bwrap) return [bwrap, ...bwrapArguments(cage, command[0] ?? ''), '--', ...command]
  if (sandboxExec) return [sandboxExec, '-p', profileOf(cage, command[0] ?? ''), ...command]
  throw new Environment(
    'an agent is only run where it can be shut in: install bubblewrap (apt install bubblewrap), or set "shutIn": false for it in agents.json',
  )
}

/** Of the system: programs, and what they need to reach the network. */
const SYSTEM = [
  ...[
    '/usr',
    '/bin',
    '/sbin',
    '/lib',
    '/lib32',
    '/lib64',
    '/opt',
    '/nix/store',
    '/etc/alternatives',
    '/etc/ld.so.cache',
  ],
  ...['/etc/ssl', '/etc/pki', '/etc/ca-certificates', '/etc/resolv.conf', '/etc/hosts', '/etc/nsswitch.conf'],
  ...['/etc/passwd', '/etc/group', '/etc/localtime', '/etc/os-release', '/run/systemd/resolve'],
]

/** Processes, names and rights of its own; root has none more in it. */
const OWN_WORLD = [
  ...['--die-with-parent', '--new-session', '--unshare-user-try', '--cap-drop', 'ALL'],
  ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
]

/** Source: bwrap(1). Later binds lie over earlier ones. */
function bwrapArguments({ workDir, home, reads, writes, hidden, hasNetwork }: Cage, program: string): string[] {
  const places = placesOf(program, home)
  const shown = [...SYSTEM, ...places]
  return [
    ...OWN_WORLD,
    ...(hasNetwork ? [] : ['--unshare-net']),
    ...SYSTEM.flatMap(path => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--dir', home],
    ...places.flatMap(path => ['--ro-bind-try', path, path]),
    // where the program lies in a place that agents see
    ...hidden.filter(path => shown.some(place => isWithin(path, place))).flatMap(path => ['--tmpfs', path]),
    ...reads.flatMap(path => ['--ro-bind-try', path, path]),
    ...writes.flatMap(path => ['--bind-try', path, path]),
    ...['--bind', workDir, workDir, '--chdir', workDir],
  ]
}

/** Source: sandbox-exec(1) and the profiles in /System/Library/Sandbox: the last rule that fits counts. */
function profileOf({ workDir, home, reads, writes, hidden, hasNetwork }: Cage, program: string): string {
  const quoted = (path: string) => `"${path.replace(/["\\]/g, '\\$&')}"`
  const under = (paths: readonly string[]) => paths.map(path => `(subpath ${quoted(path)})`).join(' ')
  return [
    '(version 1)',
    '(allow default)',
    `(deny file-write*)`,
    `(deny file-read* file-write* ${under([home, '/Volumes', ...hidden])})`,
    `(allow file-read-metadata ${under([home])})`,
    `(allow file-read* ${under([...placesOf(program, home), ...reads, workDir, ...writes])})`,
    `(allow file-write* (subpath "/dev") ${under([workDir, ...writes])})`,
    ...(hasNetwork ? [] : ['(deny network*)']),
    '(deny process-info* (target others))',
    '(allow process-info* (target self))',
  ].join('\n')
}

/** Where a program lies, and what lies with it: a link in a folder of programs leads to a package of modules. */
function placesOf(program: string, home: string): string[] {
  if (!program.startsWith(sep) || !existsSync(program)) return []
  const real = realpathSync(program)
  const modules = /^(.*?\/node_modules)\//.exec(real)?.[1]
  const isShared = [home, tmpdir()].some(place => isWithin(realPathOf(place), dirname(real)))
  return [...new Set([program, real, ...(isShared ? [] : [dirname(real)]), ...(modules ? [modules] : [])])]
}

/** One of them holds the other, whatever links lead there. */
function isOneWithin(one: string, other: string): boolean {
  const [a, b] = [realPathOf(one), realPathOf(other)]
  return isWithin(a, b) || isWithin(b, a)
}

const realPathOf = (path: string): string => (existsSync(path) ? realpathSync(path) : path)

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith(join('..', sep)) || way.startsWith(sep))
}
