import {
  Input,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { FormErrors, GetInputPropsOptions, GetInputPropsReturnType } from '@mantine/form';

/** What a form says about one of its fields, in plain words. */
export interface FieldText {
  readonly label: string;
  /** Why one would set it, and what happens then. */
  readonly why: string;
  /** A value as it may be typed. */
  readonly example?: string;
}

/** A form of `@mantine/form`, whatever its values are. */
export interface FieldForm {
  readonly errors: FormErrors;
  getInputProps(path: string, options?: GetInputPropsOptions): GetInputPropsReturnType;
}

export interface FieldProps {
  readonly form: FieldForm;
  /** Where the value is: names and list positions joined by dots, as the server’s errors have it. */
  readonly path: string;
  readonly text: FieldText;
  readonly disabled?: boolean | undefined;
}

function common({ form, path, text, disabled }: FieldProps) {
  const { value, onChange, onBlur, onFocus, error } = form.getInputProps(path);
  return {
    value,
    onChange,
    shared: {
      id: `field-${path}`,
      name: path,
      label: text.label,
      description: text.why,
      placeholder: text.example,
      disabled: disabled ?? false,
      error,
      onBlur,
      onFocus,
    },
  };
}

export interface TextFieldProps extends FieldProps {
  /** The value is null, rather than empty, when nothing is typed. */
  readonly nullable?: boolean;
  readonly multiline?: boolean;
  readonly secret?: boolean;
  readonly autoFocus?: boolean;
}

export function TextField({
  nullable = false,
  multiline = false,
  secret = false,
  autoFocus,
  ...field
}: TextFieldProps) {
  const { value, onChange, shared } = common(field);
  const props = {
    ...shared,
    value: String(value ?? ''),
    autoComplete: secret ? 'new-password' : 'off',
    spellCheck: false,
    ...(autoFocus ? { 'data-autofocus': true } : {}),
    onChange: (event: { currentTarget: { value: string } }) => {
      const typed = event.currentTarget.value;
      onChange(nullable && typed === '' ? null : typed);
    },
  };
  if (secret) return <PasswordInput {...props} />;
  return multiline ? <Textarea autosize minRows={2} {...props} /> : <TextInput {...props} />;
}

export interface NumberFieldProps extends FieldProps {
  readonly nullable?: boolean;
  /** Shown after the number. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: boolean;
}

export function NumberField({
  nullable = false,
  unit,
  decimals = false,
  min = 0,
  max,
  ...field
}: NumberFieldProps) {
  const { value, onChange, shared } = common(field);
  return (
    <NumberInput
      {...shared}
      value={typeof value === 'number' ? value : ''}
      onChange={(typed) => onChange(typed === '' ? (nullable ? null : '') : typed)}
      min={min}
      {...(max === undefined ? {} : { max })}
      allowDecimal={decimals}
      suffix={unit ? ` ${unit}` : ''}
      clampBehavior="none"
      hideControls
    />
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface SelectFieldProps extends FieldProps {
  readonly choices: readonly Choice[];
  readonly nullable?: boolean;
  readonly searchable?: boolean;
}

export function SelectField({ choices, nullable = false, searchable = false, ...field }: SelectFieldProps) {
  const { value, onChange, shared } = common(field);
  return (
    <Select
      {...shared}
      data={[...choices]}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      allowDeselect={nullable}
      clearable={nullable}
      searchable={searchable}
      comboboxProps={{ shadow: 'md' }}
    />
  );
}

/** Two to four choices that are all seen at once. */
export function ChoiceField({ choices, ...field }: FieldProps & { readonly choices: readonly Choice[] }) {
  const { value, onChange, shared } = common(field);
  return (
    <Input.Wrapper
      label={shared.label}
      description={shared.description}
      error={shared.error}
      labelElement="div"
    >
      <div style={{ paddingTop: 6 }}>
        <SegmentedControl
          data={[...choices]}
          value={String(value)}
          onChange={onChange}
          disabled={shared.disabled}
          aria-label={shared.label}
          className="choices"
        />
      </div>
    </Input.Wrapper>
  );
}

export function SwitchField(field: FieldProps) {
  const { value, onChange, shared } = common(field);
  return (
    <Switch
      id={shared.id}
      label={shared.label}
      description={shared.description}
      error={shared.error}
      disabled={shared.disabled}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

export interface TagsFieldProps extends FieldProps {
  /** Proposed values; others may be typed unless they are `onlyThese`. */
  readonly proposals?: readonly string[];
  /** For lists of numbers. */
  readonly numeric?: boolean;
}

/** A list of short values, typed one after another with Enter or a comma. */
export function TagsField({ proposals = [], numeric = false, ...field }: TagsFieldProps) {
  const { value, onChange, shared } = common(field);
  const tags = Array.isArray(value) ? value.map(String) : [];
  const { placeholder, ...props } = shared;
  const { errors } = field.form;
  const wrongTag = Object.keys(errors).find((path) => path.startsWith(`${field.path}.`));
  return (
    <TagsInput
      {...props}
      error={props.error ?? (wrongTag === undefined ? undefined : errors[wrongTag])}
      {...(tags.length === 0 && placeholder !== undefined ? { placeholder } : {})}
      data={[...proposals]}
      value={tags}
      onChange={(typed) => onChange(numeric ? typed.map(Number) : typed)}
      splitChars={[',', ' ', ';']}
      acceptValueOnBlur
      comboboxProps={{ shadow: 'md' }}
    />
  );
}
