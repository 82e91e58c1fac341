import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AdminSession } from '../api/admin-session.ts';
import { Brand } from '../parts/brand.tsx';
import { useText } from '../text/use-text.ts';

/** Nobody has longer ones. */
const usernameMax = 64;
const passwordMax = 256;

export interface SignInPageProps {
  readonly session: AdminSession;
  /** Whether somebody is here because the server ended the session. */
  readonly sessionEnded: boolean;
  readonly onSignedIn: () => void;
}

export function SignInPage({ session, sessionEnded, onSignedIn }: SignInPageProps) {
  const { shared, signIn } = useText();
  const [problem, setProblem] = useState(sessionEnded ? signIn.ended : null);
  const [working, setWorking] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setWorking(true);
    setProblem(null);
    try {
      await session.signIn(String(form.get('username')).trim().toLowerCase(), String(form.get('password')));
      onSignedIn();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : signIn.failed);
      setWorking(false);
    }
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={400} radius="lg">
        <form onSubmit={(event) => void submit(event)}>
          <Stack>
            <Stack align="center" gap="xs">
              <Brand size={56} />
              <Title order={1} size="h2">
                {shared.product}
              </Title>
              <Text c="dimmed" size="sm">
                {signIn.forWhom}
              </Text>
            </Stack>
            <TextInput
              name="username"
              label={signIn.username}
              autoComplete="username"
              maxLength={usernameMax}
              required
              withAsterisk={false}
            />
            <PasswordInput
              name="password"
              label={signIn.password}
              autoComplete="current-password"
              maxLength={passwordMax}
              required
              withAsterisk={false}
            />
            {problem === null ? null : (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            )}
            <Button type="submit" size="md" loading={working}>
              {signIn.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
