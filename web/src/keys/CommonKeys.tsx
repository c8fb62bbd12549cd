import { useNavigate } from '@tanstack/react-router'
import { KeySheet } from './KeySheet.tsx'
import { useAction } from './KeysRegion.tsx'
import { Palette } from './Palette.tsx'

/** What the keys of section `everywhere` do on every screen. */
export function CommonKeys() {
  const navigate = useNavigate()
  useAction('preferences', () => void navigate({ to: '/settings' }))
  return (
    <>
      <KeySheet />
      <Palette />
    </>
  )
}
