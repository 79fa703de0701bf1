import { IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } from 'samlify'
import { generate } from 'selfsigned'

export type Assertion = {
  nameId: string
  attributes?: Record<string, string[]>
  /** In the place of what the template would say, by the names of its tags: Audience, SubjectRecipient, InResponseTo. */
  changes?: Record<string, string>
  /** Changes the XML before it is signed. */
  before?: (xml: string) => string
  algorithm?: string
}

const minute = 60_000

/** An identity provider by somebody else's library, which reads our metadata and requests and signs what it is told to. */
export async function samlProvider(entityId = 'https://idp.test/saml') {
  setSchemaValidator({ validate: async () => 'not looked at' })
  const { private: privateKey, cert } = await generate([{ name: 'commonName', value: 'idp.test' }], { keySize: 2048 })
  const ssoUrl = 'https://idp.test/sso'

  async function answer(metadata: string, request: string, assertion: Assertion): Promise<string> {
    const { nameId, attributes = {}, changes = {}, before = (xml) => xml, algorithm = sha256 } = assertion
    const idp = IdentityProvider({
      entityID: entityId,
      privateKey,
      signingCert: cert,
      isAssertionEncrypted: false,
      requestSignatureAlgorithm: algorithm,
      nameIDFormat: ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
      singleLogoutService: [
        { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: `${ssoUrl}/out` },
      ],
      singleSignOnService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: ssoUrl }],
      loginResponseTemplate: { context: SamlLib.defaultLoginResponseTemplate.context, attributes: [] },
    })
    const sp = ServiceProvider({ metadata })
    const query = Object.fromEntries(new URL(request).searchParams)
    const { extract } = await idp.parseLoginRequest(sp, 'redirect', { query })
    const to = String(sp.entityMeta.getAssertionConsumerService('post'))
    const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()
    const tags: Record<string, string> = {
      ID: `_r${nameId.length}${performance.now()}`.replaceAll('.', ''),
      AssertionID: `_a${performance.now()}`.replaceAll('.', ''),
      Issuer: entityId,
      IssueInstant: at(0),
      Destination: to,
      SubjectRecipient: to,
      Audience: String(sp.entityMeta.getEntityID()),
      StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
      NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      NameID: nameId,
      ConditionsNotBefore: at(-1000),
      ConditionsNotOnOrAfter: at(5 * minute),
      SubjectConfirmationDataNotOnOrAfter: at(5 * minute),
      InResponseTo: String(extract.request?.id),
      ...changes,
    }
    const create = (template: string) => {
      const whole = template
        .replace('{AuthnStatement}', authnStatement(at(0)))
        .replace('</saml:Assertion>', `${attributeStatement(attributes)}</saml:Assertion>`)
      return { id: String(tags.ID), context: before(SamlLib.replaceTagsByValue(whole, tags)) }
    }
    const { context } = await idp.createLoginResponse(sp, { extract }, 'post', { email: nameId }, create)
    return String(context)
  }
  return { entityId, ssoUrl, certificate: cert, privateKey, answer }
}

const sha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

const authnStatement = (at: string) =>
  `<saml:AuthnStatement AuthnInstant="${at}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`

function attributeStatement(attributes: Record<string, string[]>): string {
  const all = Object.entries(attributes).map(([name, values]) => {
    const each = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`)
    return `<saml:Attribute Name="${name}">${each.join('')}</saml:Attribute>`
  })
  return all.length === 0 ? '' : `<saml:AttributeStatement>${all.join('')}</saml:AttributeStatement>`
}
