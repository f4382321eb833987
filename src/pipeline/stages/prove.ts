// Is it the recording that was looked for? One that a person named by a link is their choice, and is not judged.

import { type Check, lengthCheck, type Proof, passed, provedBy, unknown, verdictOf } from '../../model/proof.ts'
import { notProved } from '../refuse-choice.ts'
import { hearSecondSource } from '../second-source.ts'
import { need, type Stage, type TrackWork } from '../stage.ts'
import { outputsAreWhole } from '../sums.ts'

export const prove: Stage = {
  name: 'prove',
  async run(work, context) {
    if (!work.choice) return work
    const known = [...checksOfFile(work), heardBy(work)]
    requireProof(known)
    const proof = [...known, await hearSecondSource(work, context)]
    requireProof(proof)
    return { ...work, proof, notes: [...work.notes, provedBy(proof)] }
  },
  receipt: { fields: ['proof', 'notes'], holds: outputsAreWhole },
}

/** Without a whole decode, and something to hear in it, the stages before would have ended the work. */
function checksOfFile({ measured, choice, search, source }: TrackWork): Check[] {
  const { seconds } = need(measured, 'measurement')
  return [
    lengthCheck(seconds, choice?.seconds ?? source?.promisedSeconds ?? search?.wish.seconds),
    passed('decode', 'decoded to its end'),
    passed('silence', 'not silent'),
  ]
}

const heardBy = ({ heard }: TrackWork): Check => heard?.check ?? unknown('AcoustID', 'AcoustID was not asked')

/** @throws InputFault with all checks: the recording is refused, and the next has its turn */
function requireProof(proof: Proof): void {
  if (verdictOf(proof) === 'fail') throw notProved(provedBy(proof), 'No_Source', proof)
}
