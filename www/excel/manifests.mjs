// Both manifests from one description: the add-in only one (XML), which every Excel with custom functions reads, and the
// unified one (JSON) beside it.

/** Where a school puts the folder `dist`; replaced throughout when the add-in is prepared for another place. */
export const ORIGIN = 'https://bae-rules.example/excel';
export const NAMESPACE = 'BAE';

const ID = '6f1d2c0a-8a5e-4c0b-9d55-3f2b7c1e9a41';
const NAME = 'BAE rules';
const ABOUT =
  'Who needs support, what happens next, and why: the formulas BAE.RISK, BAE.CATEGORY and others, and a pane that fills whole columns. Everything is worked out on this computer.';
const OPEN = 'Check a tracker';
const OPEN_TIP = 'Opens the pane: choose the rows of a tracker, confirm its columns, and fill the results beside them.';
const SIZES = [16, 32, 80];

/** A manifest's version has four numbers and must rise with each change that Excel should notice. */
const version = (catalogue, parts) => [...catalogue.engine.split('.'), '0'].slice(0, parts).join('.');
const safe = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

export function manifestXml(catalogue) {
  const icon = (size) => `${ORIGIN}/icons/icon-${size}.png`;
  const images = SIZES.map((size) => `<bt:Image size="${size}" resid="Icon.${size}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0" xsi:type="TaskPaneApp">
  <Id>${ID}</Id>
  <Version>${version(catalogue, 4)}</Version>
  <ProviderName>${NAME}</ProviderName>
  <DefaultLocale>en-GB</DefaultLocale>
  <DisplayName DefaultValue="${NAME}"/>
  <Description DefaultValue="${safe(ABOUT)}"/>
  <IconUrl DefaultValue="${icon(32)}"/>
  <HighResolutionIconUrl DefaultValue="${icon(64)}"/>
  <SupportUrl DefaultValue="${ORIGIN}/help.html"/>
  <Hosts>
    <Host Name="Workbook"/>
  </Hosts>
  <Requirements>
    <Sets DefaultMinVersion="1.1">
      <Set Name="SharedRuntime" MinVersion="1.1"/>
      <Set Name="CustomFunctionsRuntime" MinVersion="1.1"/>
      <Set Name="ExcelApi" MinVersion="1.9"/>
    </Sets>
  </Requirements>
  <DefaultSettings>
    <SourceLocation DefaultValue="${ORIGIN}/pane.html"/>
  </DefaultSettings>
  <Permissions>ReadWriteDocument</Permissions>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/taskpaneappversionoverrides" xsi:type="VersionOverridesV1_0">
    <Hosts>
      <Host xsi:type="Workbook">
        <Runtimes>
          <Runtime resid="Pane.Url" lifetime="long"/>
        </Runtimes>
        <AllFormFactors>
          <ExtensionPoint xsi:type="CustomFunctions">
            <Script>
              <SourceLocation resid="Pane.Url"/>
            </Script>
            <Page>
              <SourceLocation resid="Pane.Url"/>
            </Page>
            <Metadata>
              <SourceLocation resid="Functions.Url"/>
            </Metadata>
            <Namespace resid="Functions.Namespace"/>
          </ExtensionPoint>
        </AllFormFactors>
        <DesktopFormFactor>
          <GetStarted>
            <Title resid="GetStarted.Title"/>
            <Description resid="GetStarted.Description"/>
            <LearnMoreUrl resid="Help.Url"/>
          </GetStarted>
          <FunctionFile resid="Pane.Url"/>
          <ExtensionPoint xsi:type="PrimaryCommandSurface">
            <OfficeTab id="TabHome">
              <Group id="BaeRules.Group">
                <Label resid="Group.Label"/>
                <Icon>
                  ${images.join('\n                  ')}
                </Icon>
                <Control xsi:type="Button" id="BaeRules.Open">
                  <Label resid="Open.Label"/>
                  <Supertip>
                    <Title resid="Open.Label"/>
                    <Description resid="Open.Tip"/>
                  </Supertip>
                  <Icon>
                    ${images.join('\n                    ')}
                  </Icon>
                  <Action xsi:type="ShowTaskpane">
                    <TaskpaneId>BaeRules.Pane</TaskpaneId>
                    <SourceLocation resid="Pane.Url"/>
                  </Action>
                </Control>
              </Group>
            </OfficeTab>
          </ExtensionPoint>
        </DesktopFormFactor>
      </Host>
    </Hosts>
    <Resources>
      <bt:Images>
${SIZES.map((size) => `        <bt:Image id="Icon.${size}" DefaultValue="${icon(size)}"/>`).join('\n')}
      </bt:Images>
      <bt:Urls>
        <bt:Url id="Pane.Url" DefaultValue="${ORIGIN}/pane.html"/>
        <bt:Url id="Functions.Url" DefaultValue="${ORIGIN}/functions.json"/>
        <bt:Url id="Help.Url" DefaultValue="${ORIGIN}/help.html"/>
      </bt:Urls>
      <bt:ShortStrings>
        <bt:String id="Functions.Namespace" DefaultValue="${NAMESPACE}"/>
        <bt:String id="Group.Label" DefaultValue="${NAME}"/>
        <bt:String id="Open.Label" DefaultValue="${OPEN}"/>
        <bt:String id="GetStarted.Title" DefaultValue="${NAME} is ready"/>
      </bt:ShortStrings>
      <bt:LongStrings>
        <bt:String id="Open.Tip" DefaultValue="${safe(OPEN_TIP)}"/>
        <bt:String id="GetStarted.Description" DefaultValue="Choose ${OPEN} on the Home tab, or type =${NAMESPACE}. in a cell to see the formulas."/>
      </bt:LongStrings>
    </Resources>
  </VersionOverrides>
</OfficeApp>
`;
}

export function manifestJson(catalogue) {
  const icons = SIZES.map((size) => ({ size, url: `${ORIGIN}/icons/icon-${size}.png` }));
  const runtime = [
    { name: 'SharedRuntime', minVersion: '1.1' },
    { name: 'CustomFunctionsRuntime', minVersion: '1.1' },
  ];
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json',
    manifestVersion: '1.25',
    id: ID,
    version: version(catalogue, 3),
    name: { short: NAME, full: `${NAME} for Excel` },
    description: { short: 'Who needs support, what happens next, and why.', full: ABOUT },
    developer: {
      name: NAME,
      websiteUrl: `${ORIGIN}/help.html`,
      privacyUrl: `${ORIGIN}/help.html`,
      termsOfUseUrl: `${ORIGIN}/help.html`,
    },
    icons: { color: 'icons/icon-192.png', outline: 'icons/outline-32.png' },
    accentColor: '#124B4E',
    localizationInfo: { defaultLanguageTag: 'en-gb', additionalLanguages: [] },
    authorization: { permissions: { resourceSpecific: [{ name: 'Document.ReadWrite.User', type: 'Delegated' }] } },
    validDomains: [new URL(ORIGIN).origin],
    extensions: [
      {
        requirements: { scopes: ['workbook'], capabilities: runtime },
        runtimes: [
          {
            id: 'BaeRules',
            type: 'general',
            code: { page: `${ORIGIN}/pane.html` },
            lifetime: 'long',
            actions: [{ id: 'BaeRules.Open', type: 'openPage', pinnable: false, view: 'BaeRules.Pane' }],
            customFunctions: {
              namespace: { id: NAMESPACE, name: NAMESPACE },
              allowCustomDataForDataTypeAny: true,
              metadataUrl: `${ORIGIN}/functions.json`,
            },
          },
        ],
        ribbons: [
          {
            contexts: ['default'],
            tabs: [
              {
                builtInTabId: 'TabHome',
                groups: [
                  {
                    id: 'BaeRules.Group',
                    label: NAME,
                    icons,
                    controls: [
                      {
                        id: 'BaeRules.Open.Button',
                        type: 'button',
                        label: OPEN,
                        icons,
                        supertip: { title: OPEN, description: OPEN_TIP },
                        actionId: 'BaeRules.Open',
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  };
}
