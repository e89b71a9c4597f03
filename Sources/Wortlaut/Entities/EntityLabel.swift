/// What a token is in a name: the labels that evidence is weighed for.
enum EntityLabel: UInt8, CaseIterable {
  case outside
  case beginPerson, insidePerson
  case beginLocation, insideLocation
  case beginOrganisation, insideOrganisation
  case beginMiscellaneous, insideMiscellaneous
  /// An adjective or inhabitant.
  case beginDerived, insideDerived
  /// A compound with a name inside.
  case personPart, locationPart, organisationPart, miscellaneousPart

  /// The name in the file of weights.
  var name: String {
    switch self {
    case .outside: "O"
    case .beginPerson: "B-PER"
    case .insidePerson: "I-PER"
    case .beginLocation: "B-LOC"
    case .insideLocation: "I-LOC"
    case .beginOrganisation: "B-ORG"
    case .insideOrganisation: "I-ORG"
    case .beginMiscellaneous: "B-MISC"
    case .insideMiscellaneous: "I-MISC"
    case .beginDerived: "B-LOCderiv"
    case .insideDerived: "I-LOCderiv"
    case .personPart: "PERpart"
    case .locationPart: "LOCpart"
    case .organisationPart: "ORGpart"
    case .miscellaneousPart: "MISCpart"
    }
  }

  var type: EntityType {
    switch self {
    case .outside, .beginMiscellaneous, .insideMiscellaneous, .miscellaneousPart: .miscellaneous
    case .beginPerson, .insidePerson, .personPart: .person
    case .beginLocation, .insideLocation, .locationPart, .beginDerived, .insideDerived: .location
    case .beginOrganisation, .insideOrganisation, .organisationPart: .organisation
    }
  }

  var form: EntityForm? {
    switch self {
    case .beginDerived, .insideDerived: .derived
    case .personPart, .locationPart, .organisationPart, .miscellaneousPart: .part
    default: nil
    }
  }

  /// The label of the further tokens of a name that begins with this one: the next one, on which ``LabelDecoder`` relies.
  var inside: EntityLabel? {
    switch self {
    case .beginPerson: .insidePerson
    case .beginLocation: .insideLocation
    case .beginOrganisation: .insideOrganisation
    case .beginMiscellaneous: .insideMiscellaneous
    case .beginDerived: .insideDerived
    default: nil
    }
  }
}
