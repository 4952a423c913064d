import { findPasswordFault } from "@parley/chat/account/find-password-fault";
import { limits } from "@parley/protocol/limits";
import { line, Username } from "@parley/protocol/text";
import * as z from "zod";

/** RFC 5321 allows 254 characters in a path; addresses are kept in lower case. */
const Email = z.string().trim().toLowerCase().max(254).pipe(z.email("must be an e-mail address"));

const PersonName = line(limits.personNameCharsMax);

/** A password on its way in; long ones are refused before they cost a hash. */
const GivenPassword = z.string().min(1).max(limits.passwordCharsMax);

const NewPassword = z.string().superRefine((password, context) => {
  const fault = findPasswordFault(password);
  if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
});

/** Where Better Auth would redirect to; accepted, since it documents it, and never followed. */
const ReturnPath = z.string().max(2_048).optional();

export const SignUpBody = z
  .strictObject({
    name: PersonName,
    lastName: PersonName,
    username: Username,
    email: Email,
    password: NewPassword,
    callbackURL: ReturnPath,
  })
  .superRefine((body, context) => {
    const fault = findPasswordFault(body.password, body);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault, path: ["password"] });
  });
export type SignUpBody = z.infer<typeof SignUpBody>;

const signIn = { password: GivenPassword, rememberMe: z.boolean().optional(), callbackURL: ReturnPath };
export const SignInEmailBody = z.strictObject({ email: Email, ...signIn });
export const SignInUsernameBody = z.strictObject({
  username: z.string().trim().min(1).max(limits.usernameCharsMax).toLowerCase(),
  ...signIn,
});

export const SendVerificationBody = z.strictObject({ email: Email, callbackURL: ReturnPath });
export const VerifyEmailQuery = z.strictObject({
  token: z.string().min(1).max(512),
  callbackURL: ReturnPath,
});
export const RequestResetBody = z.strictObject({ email: Email, redirectTo: ReturnPath });
export const ResetPasswordBody = z.strictObject({
  token: z.string().regex(/^[\x21-\x7e]{1,512}$/),
  newPassword: NewPassword,
});
export const ChangePasswordBody = z.strictObject({
  currentPassword: GivenPassword,
  newPassword: NewPassword,
  revokeOtherSessions: z.boolean().optional(),
});
export const RevokeSessionBody = z.strictObject({ token: z.string().regex(/^[\x21-\x7e]{1,512}$/) });
export const ChangeEmailBody = z.strictObject({
  newEmail: Email,
  password: GivenPassword,
  callbackURL: ReturnPath,
});
/** Where the page wants to go on, within itself. */
const PagePath = z
  .string()
  .max(2_048)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/, "must be a path of the page");
export const SignInSocialBody = z.strictObject({
  provider: z.enum(["github", "google"]),
  callbackURL: PagePath.optional(),
});
export const CallbackParams = z.object({ provider: z.enum(["github", "google"]) });
/** The password proves that it is not somebody at a forgotten screen. */
export const DeleteUserBody = z.strictObject({ password: GivenPassword });
export const UpdateUserBody = z
  .strictObject({
    name: PersonName.optional(),
    lastName: PersonName.optional(),
    username: Username.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "must name something to change");
/** Nothing, or an empty object. */
export const EmptyBody = z.strictObject({}).optional();
