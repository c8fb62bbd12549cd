import { Avatar, Menu, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLogout, IconSettings } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/client.ts'
import { signOut } from '#client/session.ts'
import { SERVER } from '#web/data/client.ts'
import { sessionOptions, useSession } from '#web/data/session.tsx'
import { wordsOf } from './Fault.tsx'

export function AccountMenu() {
  const { t } = useTranslation()
  const { user_name } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const leave = async () => {
    try {
      await signOut(SERVER)
    } catch (error) {
      // Where the session is over or somebody else's, the page asks by itself who goes on.
      if (!isOver(error)) notifications.show({ color: 'red', message: wordsOf(error).text })
      return
    }
    await navigate({ to: '/sign-in', search: {} })
    queries.clear()
    queries.setQueryData(sessionOptions.queryKey, null)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton aria-label={t('account', { name: user_name })} title={user_name}>
          <Avatar color="petrol" size={32} radius="xl" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user_name}</Menu.Label>
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} />}>
          {t('settings')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const isOver = (error: unknown) => error instanceof ApiError && error.status === 401
