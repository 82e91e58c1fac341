import { type KeyboardEvent, useMemo } from 'react';
import { useText } from '../text/use-text.ts';
import classes from './ladder.module.css';
import { type Arrow, type LadderMessage, layOutLadder } from './ladder-layout.ts';

export interface SipLadderProps {
  /** From left to right. */
  readonly parties: readonly string[];
  readonly messages: readonly LadderMessage[];
  /** The place of the chosen message in the list; null when none is. */
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}

/** The messages of a call between its parties, as a ladder from top to bottom. Each message is a button. */
export function SipLadder({ parties, messages, chosen, onChoose }: SipLadderProps) {
  const ladder = useMemo(() => layOutLadder(parties, messages), [parties, messages]);
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: its messages are buttons with names of their own */}
      <svg width={ladder.width} height={ladder.height}>
        {ladder.lanes.map(({ party, x }) => (
          <g key={party}>
            <text x={x} y={22} textAnchor="middle" className={classes.party}>
              <title>{party}</title>
              {shortened(party)}
            </text>
            <line x1={x} x2={x} y1={34} y2={ladder.height} className={classes.lane} />
          </g>
        ))}
        {ladder.arrows.map((arrow) => {
          const message = messages[arrow.index];
          return message ? (
            <MessageArrow
              key={arrow.index}
              arrow={arrow}
              message={message}
              width={ladder.width}
              chosen={chosen === arrow.index}
              onChoose={() => onChoose(arrow.index)}
            />
          ) : null;
        })}
      </svg>
    </div>
  );
}

/** As much as fits between two lanes. */
const partyLengthMax = 20;

const shortened = (party: string): string =>
  party.length > partyLengthMax ? `${party.slice(0, partyLengthMax - 1)}…` : party;

interface MessageArrowProps {
  readonly arrow: Arrow;
  readonly message: LadderMessage;
  readonly width: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

const tipLength = 8;

function MessageArrow({ arrow, message, width, chosen, onChoose }: MessageArrowProps) {
  const { callPage: text } = useText();
  const { fromX, toX, y, label, kind, sinceStartMs } = arrow;
  const at = text.afterMs((sinceStartMs / 1000).toFixed(3));
  const shown = message.withSdp ? `${label} (${text.withSdp})` : label;
  const direction = Math.sign(toX - fromX);
  const choose = (event: KeyboardEvent<SVGGElement>) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onChoose();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside SVG there is no button element
    <g
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={text.message(at, shown, message.from, message.to)}
      className={`${classes.message} ${classes[kind]}`}
      onClick={onChoose}
      onKeyDown={choose}
    >
      <rect x={2} y={y - 20} width={width - 4} height={30} className={classes.ground} />
      <text x={8} y={y + 4} className={classes.time}>
        {/* The space keeps the two texts apart for those who hear them as one. */}
        {`${at} `}
      </text>
      <text x={(fromX + toX) / 2} y={y - 6} textAnchor="middle" className={classes.label}>
        {shown}
      </text>
      <line x1={fromX} x2={toX - direction * tipLength} y1={y} y2={y} className={classes.line} />
      <path d={`M ${toX} ${y} l ${-direction * tipLength} -4.5 v 9 z`} className={classes.tip} />
    </g>
  );
}
