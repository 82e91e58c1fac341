import { QRCodeSVG } from 'qrcode.react';

export interface QrCodeProps {
  /** What a telephone that reads it gets. */
  readonly value: string;
  /** What it is for, for those who do not see it. */
  readonly label: string;
}

/** A code for a telephone’s camera: dark on white in both colour schemes, because cameras want it so. */
export function QrCode({ value, label }: QrCodeProps) {
  return (
    <QRCodeSVG
      value={value}
      title={label}
      role="img"
      aria-label={label}
      size={208}
      marginSize={3}
      level="M"
    />
  );
}
