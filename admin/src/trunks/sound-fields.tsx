import { trunkCodec } from '@tandem/api-types/trunk-settings';
import { choicesOf } from '../parts/choices.ts';
import { FieldRow } from '../parts/field-row.tsx';
import { ChoiceField, SelectField, SwitchField, TagsField, TextField } from '../parts/fields.tsx';
import { useFormText } from '../text/form-text.ts';
import type { TrunkFormPart } from './trunk-form-values.ts';

export function SoundFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  return (
    <>
      <TagsField {...part} path="media.codecs" text={text.codecs} proposals={trunkCodec.options} />
      <FieldRow>
        <ChoiceField
          {...part}
          path="media.encryption"
          text={text.encryption}
          choices={choicesOf(text.encryptions)}
        />
        <SelectField {...part} path="media.dtmf" text={text.dtmf} choices={choicesOf(text.dtmfModes)} />
        <SelectField
          {...part}
          path="media.earlyMedia"
          text={text.earlyMedia}
          choices={choicesOf(text.earlyMedias)}
        />
      </FieldRow>
    </>
  );
}

export function CallerIdFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  return (
    <>
      <FieldRow>
        <SelectField {...part} path="callerId.from" text={text.from} choices={choicesOf(text.froms)} />
        <TextField {...part} path="callerId.fixedNumber" text={text.fixedNumber} nullable />
        <SelectField
          {...part}
          path="callerId.privacy"
          text={text.privacy}
          choices={choicesOf(text.privacies)}
        />
        <SelectField
          {...part}
          path="callerId.forwarded"
          text={text.forwarded}
          choices={choicesOf(text.forwardedModes)}
        />
      </FieldRow>
      <SwitchField {...part} path="callerId.assertedIdentity" text={text.assertedIdentity} />
      <SwitchField {...part} path="callerId.trustTheirs" text={text.trustTheirs} />
    </>
  );
}
