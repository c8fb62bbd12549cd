import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MemberRole } from '#contract/codes.ts'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'
import { wordsOf } from './Fault.tsx'

type Refusal = { email: string; reason: string }

/** Adds many addresses at once; those that were refused stay in the field with the reason. */
export function AddMembersModal({
  opened,
  onClose,
  workforce_id,
}: {
  opened: boolean
  onClose: () => void
  workforce_id: string
}) {
  const { t } = useTranslation(['teams', 'shell'])
  const { project_id } = useSession()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const [role, setRole] = useState<MemberRole>(MemberRole.labeler)
  const add = useMutation({
    mutationFn: async (emails: readonly string[]) => {
      const refused: Refusal[] = []
      for (const email of emails) {
        const asked = clientOf(project_id).call('CreateWorker', { workforce_id }, { emails: email, role })
        await asked.catch((error: unknown) => refused.push({ email, reason: wordsOf(error).text }))
      }
      return { added: emails.length - refused.length, refused }
    },
    onSuccess: async ({ added, refused }) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => ['ListWorkers', 'DescWorkforce', 'ListWorkforces'].includes(String(queryKey[0])),
      })
      setText(refused.map(({ email }) => email).join('\n'))
      if (added > 0) notifications.show({ message: t('teams:added', { count: added }), color: 'green' })
      if (refused.length === 0) onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const emails = text.split(/[\s,;]+/).filter((email) => email !== '')
    if (emails.length > 0) add.mutate([...new Set(emails)])
  }
  const refused = add.data?.refused ?? []
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('teams:add')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          {refused.length > 0 && (
            <Alert color="red" variant="light" role="alert">
              {refused.map(({ email, reason }) => (
                <Text size="sm" key={email}>
                  {t('teams:notAdded', { list: `${email}. ${reason}` })}
                </Text>
              ))}
            </Alert>
          )}
          <Textarea
            label={t('teams:emails')}
            description={t('teams:emailsHelp')}
            required
            autosize
            minRows={3}
            maxRows={12}
            data-autofocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Select
            label={t('teams:role')}
            description={t(`teams:roleHelp.${role}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            value={String(role)}
            data={Object.values(MemberRole).map((one) => ({ value: String(one), label: t(`teams:roles.${one}`) }))}
            onChange={(value) => setRole(Number(value) as MemberRole)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('shell:cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('teams:add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
