// What is scheduled, and what each of the system's schedulers can do with it.

/** Under this name it is found again in every scheduler. */
export const NAME = 'orchestrator'

export interface Job {
  /** Absolute: the runtime, the program and its words. */
  command: readonly string[]
  /** Working folder. */
  dir: string
  /** The PATH it gets: schedulers know nothing of a person's shell. */
  path: string
  /** Where its output goes, when the scheduler keeps none of its own. */
  output: string
  /** `always`: it runs on, and is started again when it ends by a fault. Else five cron fields. */
  when: 'always' | { cron: string }
}

export interface Installed {
  with: SchedulerName
  /** The file that says it; `crontab` has none of its own. */
  where: string
  command: readonly string[]
  when: string
}

export type SchedulerName = 'cron' | 'launchd' | 'systemd'

export interface Scheduler {
  name: SchedulerName
  /** Exactly what would be written, for people. @throws UsageFault when it cannot be said to this scheduler */
  show(job: Job): string
  /** Puts it in place of what was there under its name. */
  install(job: Job): Promise<'new' | 'changed' | 'same'>
  /** @returns whether there was anything */
  remove(): Promise<boolean>
  /** @throws Environment when the scheduler is not there */
  find(): Promise<Installed | undefined>
}

/** What the outside gives a scheduler; tests give their own. */
export interface SchedulerHome {
  /** The person's home folder. */
  home: string
  /** User id. */
  uid: number
  /** Runs a program of the system; its output byte for byte, as latin1. @throws Environment when it is not there */
  run(program: string, args: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>
}
