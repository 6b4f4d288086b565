import { roles } from '../../../schema/label/clearance.ts';
import { levels } from '../../../schema/label/level.ts';

/** A plain page on which a person says who they are. Nothing is checked: the demo's people do not exist. */
export function signInPage(code: string, action: string, problem: string | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo sign-in: ${escape(code)}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 2rem auto; padding: 0 1rem; }
  label, legend { font-weight: 600; } label { display: block; margin-top: 1rem; }
  fieldset label { font-weight: 400; margin: 0; } fieldset { margin-top: 1rem; }
  input[type=text], select { font: inherit; width: 100%; padding: .3rem; box-sizing: border-box; }
  button { font: inherit; margin-top: 1.5rem; padding: .5rem 1.5rem; } [role=alert] { color: #b00020; }
</style>
</head>
<body>
<h1>Demo sign-in: ${escape(code)}</h1>
<p>This provider believes whatever you say. The alliance believes what this provider may vouch for.</p>
${problem === null ? '' : `<p role="alert">${escape(problem)}</p>`}
<form method="post" action="${escape(action)}">
<label>Name <input type="text" name="subject" value="anna" required maxlength="255"></label>
<label>Nationality <input type="text" name="nationality" value="${code.length === 3 ? escape(code) : ''}" maxlength="3"></label>
<label>Clearance <select name="level">${levels.map((level) => option(level, level === 'NS')).join('')}</select></label>
<label>Clearance ends on <input type="text" name="clearanceExpires" placeholder="2030-01-01"></label>
<label>Categories <input type="text" name="categories" value="coi:AGENCY" aria-describedby="categories"></label>
<small id="categories">separated by commas, such as coi:AGENCY,cav:ATOMAL</small>
<fieldset><legend>Roles</legend>${roles.map(checkbox).join('')}</fieldset>
<label>Assurance of the sign-in <select name="aal">${['1', '2', '3'].map((aal) => option(aal, aal === '2')).join('')}</select></label>
<button>Sign in</button>
</form>
</body>
</html>
`;
}

const option = (value: string, selected: boolean): string => `<option${selected ? ' selected' : ''}>${value}</option>`;

const checkbox = (role: string): string =>
  `<label><input type="checkbox" name="roles" value="${role}"${role === 'ANALYST' ? ' checked' : ''}> ${role}</label>`;

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
