import type { User } from '@tandem/api-types';
import { type FormEvent, useState } from 'react';
import type { Account } from '../../core/account/account.ts';
import { sentenceOf } from '../../core/account/error-sentence.ts';
import { BrandMark } from '../brand.tsx';
import './sign-in.css';

/** Nobody has longer ones. */
const usernameMax = 64;
const passwordMax = 256;

export interface SignInScreenProps {
  readonly account: Account;
  /** Said before anything was tried: "Your session has ended." */
  readonly notice: string | null;
  readonly onSignedIn: (user: User) => void;
}

export function SignInScreen({ account, notice, onSignedIn }: SignInScreenProps) {
  const [error, setError] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [working, setWorking] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const form = new FormData(event.currentTarget);
    const username = String(form.get('username') ?? '').trim();
    const password = String(form.get('password') ?? '');
    if (username === '' || password === '') {
      setError('Enter your user name and your password.');
      return;
    }
    setWorking(true);
    setError(null);
    try {
      onSignedIn(await account.signIn(username.toLowerCase(), password));
    } catch (refusal) {
      setError(sentenceOf(refusal));
      setWorking(false);
    }
  };

  return (
    <main className="sign-in">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <header>
          <BrandMark size={64} />
          <h1>Tandem</h1>
          <p>Sign in to call and be called.</p>
        </header>
        <label className="field">
          User name
          <input
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={usernameMax}
          />
        </label>
        <label className="field">
          Password
          <input name="password" type="password" autoComplete="current-password" maxLength={passwordMax} />
        </label>
        <p className="notice" role="alert" data-wrong={tried}>
          {tried ? error : notice}
        </p>
        <button className="primary-button" type="submit" disabled={working}>
          {working ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
