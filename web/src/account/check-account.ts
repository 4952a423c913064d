import type { SignUpInput } from "@parley/client/account";
import { limits } from "@parley/protocol/limits";

/** What may be wrong with an input of an account form. */
export type InputFault = "missing" | "short" | "long" | "form" | "taken" | "common" | "refused";
export type AccountInput = "name" | "lastName" | "username" | "email" | "password";

// A dot at an end would make the name hard to mention at the end of a sentence.
const usernameForm = /^[a-z0-9_](?:[a-z0-9_.]*[a-z0-9_])?$/i;
// Deliberately lenient: whether an address exists is for the mail to find out.
const emailForm = /^[^\s@]+@[^\s@]+$/;

/** What the sign-up form can tell by itself before anything is sent; the service checks again. */
export function checkSignUp(input: SignUpInput): Partial<Record<AccountInput, InputFault>> {
  return {
    ...checkProfile(input),
    ...found({ email: checkEmail(input.email), password: checkPassword(input.password) }),
  };
}

/** The same of what a person is called. */
export function checkProfile(
  input: Pick<SignUpInput, "name" | "lastName" | "username">,
): Partial<Record<AccountInput, InputFault>> {
  return found({
    name: checkName(input.name),
    lastName: checkName(input.lastName),
    username: checkUsername(input.username),
  });
}

function found(
  checked: Partial<Record<AccountInput, InputFault | undefined>>,
): Partial<Record<AccountInput, InputFault>> {
  return Object.fromEntries(Object.entries(checked).filter(([, fault]) => fault !== undefined));
}

export function checkEmail(email: string): InputFault | undefined {
  if (email.trim() === "") return "missing";
  return emailForm.test(email.trim()) ? undefined : "form";
}

export function checkPassword(password: string): InputFault | undefined {
  if (password === "") return "missing";
  if (password.length < limits.passwordCharsMin) return "short";
  return password.length > limits.passwordCharsMax ? "long" : undefined;
}

function checkName(name: string): InputFault | undefined {
  if (name.trim() === "") return "missing";
  return name.trim().length > limits.personNameCharsMax ? "long" : undefined;
}

function checkUsername(input: string): InputFault | undefined {
  const username = input.trim();
  if (username === "") return "missing";
  if (username.length < limits.usernameCharsMin) return "short";
  if (username.length > limits.usernameCharsMax) return "long";
  return usernameForm.test(username) ? undefined : "form";
}
