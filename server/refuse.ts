import { errors, MusterError, type Refusal } from '#contract/errors.ts'

/** Makes the error to throw of a refusal that a rule answered; its status is the catalogue's for a body (D45). */
export function refuse({ error_code, error_msg }: Refusal): MusterError {
  const entries = Object.values(errors).filter((entry) => entry.error_code === error_code)
  const entry =
    entries.find(({ status }) => status === 400) ?? entries.find(({ status }) => status !== 404) ?? entries[0]
  if (!entry) throw new Error(`${error_code} is not in the catalogue of errors`)
  return new MusterError(entry, error_msg)
}
