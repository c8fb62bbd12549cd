import {
  ActionIcon,
  type ActionIconProps,
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  NavLink,
  type NavLinkProps,
} from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

/** Links of the console that look like other parts; their addresses are checked by the compiler. */

type Html = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>

export const AnchorLink = createLink((props: AnchorProps & Html) => <Anchor {...props} />)
export const ButtonLink = createLink((props: ButtonProps & Html) => <Button component="a" {...props} />)
export const IconLink = createLink((props: ActionIconProps & Html) => <ActionIcon component="a" {...props} />)
export const MenuLink = createLink((props: NavLinkProps & Html) => <NavLink component="a" {...props} />)
