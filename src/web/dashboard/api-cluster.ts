// What the dashboard shows of a cluster: a part of Now. Absent: this machine works alone.

export interface Cluster {
  machines: Machine[]
  /** Those that were there within the last hour, the last ones first. */
  gone: GoneMachine[]
  pieces: { waiting: number; running: number; setAside: number }
  /** Queues that a person has paused with tools of BullMQ. */
  paused: string[]
  /** Commits of the state, and of these since its last whole copy. */
  log: { commits: number; sinceCopy: number }
  /** Redis has not answered for some seconds: all this was so then. */
  oldSince?: number
}

export interface Machine {
  id: string
  name: string
  role: MachineRole
  /** Kinds of pieces it takes. */
  kinds: string[]
  places: number
  running: number
  done: number
  /** Those that run longest first. */
  pieces: MachinePiece[]
  since?: number
  heardAt: number
  version?: string
  /** It runs another version than the machine that coordinates. */
  isOther: boolean
}

export type MachineRole = 'coordinator' | 'waits' | 'worker' | 'unknown'

export interface MachinePiece {
  label: string
  since: number
  /** 0 to 1, where it is known. */
  fraction?: number
}

export interface GoneMachine {
  id: string
  name: string
  heardAt: number
  /** `back`: it is there again. */
  how: 'stopped' | 'gone' | 'back'
  /** What it had in its hands. */
  had: string[]
}
