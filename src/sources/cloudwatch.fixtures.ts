// A message in the form that Amazon SNS documents, signed by a key of our own that was thrown away.

const alarm = {
  AlarmName: 'API latency above 2 s',
  AlarmDescription: 'Requests to the API take longer than 2 seconds.',
  AWSAccountId: '123456789012',
  AlarmConfigurationUpdatedTimestamp: '2026-01-10T08:00:00.000+0000',
  NewStateValue: 'ALARM',
  NewStateReason:
    'Threshold Crossed: 1 out of the last 1 datapoints [2.4 (01/03/26 09:25:00)] was greater than the threshold (2.0).',
  StateChangeTime: '2026-03-01T09:30:00.123+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:API latency above 2 s',
  OldStateValue: 'OK',
  OKActions: [],
  AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:alarms'],
  InsufficientDataActions: [],
  Trigger: {
    MetricName: 'TargetResponseTime',
    Namespace: 'AWS/ApplicationELB',
    StatisticType: 'Statistic',
    Statistic: 'AVERAGE',
    Unit: null,
    Dimensions: [{ value: 'app/api/50dc6c495c0c9188', name: 'LoadBalancer' }],
    Period: 300,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 2,
    TreatMissingData: 'missing',
    EvaluateLowSampleCountPercentile: '',
  },
}

const message = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms',
  Subject: 'ALARM: "API latency above 2 s" in EU (Ireland)',
  Message: JSON.stringify(alarm),
  Timestamp: '2026-03-01T09:30:00.456Z',
  SignatureVersion: '2',
  Signature:
    'UfeytIYGI+ioSrnup2TmLty/PlcNqs2vHauuiarpmmZhK2dDTN0qnuHcpHPTs53JKpbJqnfD2UC3sWOanutVH70CBw7dmWnS/9CTrZ3qKFIln+K0DSAng/20gX/QeWL3xNyX8xJlLYEK4Knyb4aBz8o2GY+RxYgEm0qbakqjibCyxVHmEH9hQzE2bc3mfGFvi0mWEvImPW4USxn6UWTpl64ApXvvbq5QZAAX0I3FcdGI+f5mJmH24maJ2do4hL9OwNn0FGfNKaF1CwiPT7O89j/YudUgVHCJL0ISnj2r2t1uKTHeYqD0gluF0Y3tzaHKsiGtIz4e3PoVxqCCAhy0uQ==',
  SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
  UnsubscribeURL:
    'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:eu-west-1:123456789012:alarms:c9135db0-26c4-47ec-8998-413945fb5a96',
}

export const sample = {
  contentType: 'text/plain; charset=UTF-8',
  headers: { 'x-amz-sns-message-type': 'Notification' },
  body: JSON.stringify(message, null, 2),
}

/** The certificate that belongs to the sample's signature; Amazon's own is another. */
export const sampleCertificate = `-----BEGIN CERTIFICATE-----
MIIDGDCCAgCgAwIBAgIJD+noUKY8R/uKMA0GCSqGSIb3DQEBCwUAMBwxGjAYBgNV
BAMTEXNucy5hbWF6b25hd3MuY29tMB4XDTI2MDEwMTAwMDAwMFoXDTM2MDEwMTAw
MDAwMFowHDEaMBgGA1UEAxMRc25zLmFtYXpvbmF3cy5jb20wggEiMA0GCSqGSIb3
DQEBAQUAA4IBDwAwggEKAoIBAQCj6sc2OANAAkrofmOJw392XBsc8JsWWMWyG1zh
csNqsdHK+HAJZ88690HAQoRO2/Wct/QLZzCbOFgTmVD71yeGuGlRSHbvyQTDGlyD
qsLSnAiiFw6VHZvhWP+3Ojyaeaw1lI+rpmv6nk5Ph1cUkP7S3P7fcPDMHg4p2olY
9hOJ12KBTiRy8m0/sd63xqgx+oP56rOvKH+zpm9EtJrKVNk3bEzwSnaYPurunUnc
PuJJvBcBnPzewqF0M0oTGbvsKX5rHwlkgRRAxzTe28uy63+ePxfH036yH8ezSBbY
dzrVHdocGpl3vRKMjoy8ESUQ6XmKa/+IaCcM3RzuVE3qr1dBAgMBAAGjXTBbMAwG
A1UdEwEB/wQCMAAwDgYDVR0PAQH/BAQDAgWgMB0GA1UdJQQWMBQGCCsGAQUFBwMB
BggrBgEFBQcDAjAcBgNVHREEFTATghFzbnMuYW1hem9uYXdzLmNvbTANBgkqhkiG
9w0BAQsFAAOCAQEAFb2rFuzTPnb+ESDCEIEqHGrCrurqC0xFjftPQydXMw1HnwHw
1LncvPS38N8CJGxUDnt4sd0qplbhtKH6qiMljFjM0qpRfFU213M+ploxicfXrwCc
K50u5EMgmM+deIKeYecWc0CaX44d2FRCEx5mcht7VPKgwi773L8VeUoot64cU0Tk
1PXRHwBtdxy5bASc3ibvSi8Gj6zKY33VWepLahfY6XFVV0NL9hvyFDDxJ4/CO0Ji
wH5+h9BcflzckZb27edRxBmw9gHYDbWuUSn/2ymvycLcomKqnXP2JqVFW5/5RXVs
bLlJzcJNs4++o30sCtZH2XgxEoFnUjXSZWD5kw==
-----END CERTIFICATE-----
`
