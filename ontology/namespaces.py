"""Every IRI that code uses, as closed namespaces: a misspelt term is an error, not a new IRI.

Plain strings, so that the pipeline can use them without loading an RDF library.
"""


class Vocabulary:
    """A namespace with a known set of terms; ``ST.requirement`` gives the full IRI.

    Raises ``AttributeError`` for a term that the vocabulary does not have.
    """

    def __init__(self, base: str, terms: str):
        self.base = base
        self.terms = frozenset(terms.split())

    def __getattr__(self, term: str) -> str:
        if term.startswith("__") or term not in self.terms:
            raise AttributeError(f"{self.base} has no term {term!r}")
        return self.base + term

    def __getitem__(self, term: str) -> str:
        """The same for terms that come from data or are no Python names."""
        return getattr(self, term)


ST = Vocabulary(
    "https://w3id.org/skillstaal/def#",
    """
    Skill Knowledge Attitude NaturalLanguage Certificate Occupation Group
    SkillStatement OccupationStatement WordingFlag
    CareerEntry PersonalSkill careerEntry careerEntryOf personalSkill basedOn impliedBy norm Implication implies impliedSkill entryKind evidenceKind
    periodFrom periodUntil ongoing months validUntil outcome educationLevel
    repeatOf variantOf skillStatement occupationStatement wordingFlag
    concept quote statementType requirement evidence level confidence section because
    experienceYears educationAsked ground directness severity rule law why alternative
    Requirement required preferred task not_required
    EvidenceLevel hard semi-hard soft
    Ground age gender origin language religion disability civil_status sexual_orientation political
    appearance working_hours
    Directness direct indirect stereotype
    Severity unlawful_unless_justified check style
    Section requirements tasks offer company procedure experience education skills languages
    certificates profile hobbies personal other
    RequirementScheme EvidenceLevelScheme GroundScheme DirectnessScheme SeverityScheme SectionScheme
    Instrument Code AutomationAssessment automationAssessment automationQuadrant routineScore interactionScore reason
    nlqfLevel eqfLevel
    Comparison ComparedSkill offering asking score verdict sharedSkill closeSkill missingSkill development comparedSkill finding need weight
    coveredBy taughtBy
    WorkProcess workProcess processCode crebo Prospects prospects routineLow routineHigh interactionLow interactionHigh possibleQuadrant
    digitalLevel digitalLevelLow digitalLevelHigh
    OccupationTask hasTask taskKind TaskKind TaskKindScheme preparing executing organising supporting
    """,
)
SKOS = Vocabulary(
    "http://www.w3.org/2004/02/skos/core#",
    """
    Concept ConceptScheme prefLabel altLabel hiddenLabel definition broader narrower related
    inScheme hasTopConcept topConceptOf notation note scopeNote Collection member
    exactMatch closeMatch broadMatch narrowMatch relatedMatch
    Collection OrderedCollection member memberList broaderTransitive narrowerTransitive semanticRelation mappingRelation
    changeNote editorialNote example historyNote scopeNote
    """,
)
ESCO = Vocabulary(
    "http://data.europa.eu/esco/model#",
    """
    Skill Occupation relatedEssentialSkill relatedOptionalSkill skillReuseLevel skillType memberOfISCOGroup
    isEssentialSkillFor isOptionalSkillFor AssociationObject isAssociationFor target nodeLiteral language
    """,
)
SKOSXL = Vocabulary("http://www.w3.org/2008/05/skos-xl#", "Label prefLabel altLabel hiddenLabel literalForm")
ISO_THES = Vocabulary("http://purl.org/iso25964/skos-thes#", "status")
SCHEMA = Vocabulary(
    "https://schema.org/",
    "JobPosting Person Occupation EducationalOccupationalCredential Dataset title name skills "
    "relevantOccupation hasOccupation competencyRequired identifier datePosted industry DefinedTerm termCode inDefinedTermSet "
    "CategoryCode codeValue inCodeSet occupationalCategory OccupationalExperienceRequirements experienceRequirements monthsOfExperience "
    "educationRequirements credentialCategory educationalLevel Language",
)
OA = Vocabulary(
    "http://www.w3.org/ns/oa#",
    "Annotation hasBody hasTarget hasSource hasSelector SpecificResource TextPositionSelector TextQuoteSelector "
    "start end exact prefix suffix",
)
PROV = Vocabulary(
    "http://www.w3.org/ns/prov#",
    "Activity Entity SoftwareAgent wasGeneratedBy wasInformedBy used wasAssociatedWith wasDerivedFrom wasAttributedTo generatedAtTime invalidatedAtTime",
)
DCT = Vocabulary(
    "http://purl.org/dc/terms/",
    "title description creator publisher license issued source isReplacedBy language identifier rights conformsTo type accessRights "
    "format RightsStatement LicenseDocument",
)
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#", "label comment seeAlso subClassOf subPropertyOf domain range")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#", "deprecated versionInfo versionIRI Ontology imports")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#", "decimal integer boolean string date gYear hexBinary")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#", "Catalog Dataset Distribution distribution mediaType downloadURL "
    "accessURL compressFormat contactPoint theme keyword")
FOAF = Vocabulary("http://xmlns.com/foaf/0.1/", "Agent Organization name homepage")
VCARD = Vocabulary("http://www.w3.org/2006/vcard/ns#", "Kind Organization fn hasEmail hasURL")
SPDX = Vocabulary("http://spdx.org/rdf/terms#", "Checksum checksum algorithm checksumAlgorithm_sha256 checksumValue")
VOID = Vocabulary(
    "http://rdfs.org/ns/void#",
    "Dataset Linkset triples entities vocabulary uriSpace linkPredicate subjectsTarget objectsTarget subset "
    "classPartition class propertyPartition property",
)
SKOSXL = Vocabulary("http://www.w3.org/2008/05/skos-xl#", "Label prefLabel altLabel hiddenLabel literalForm")

PREFIXES = {
    "st": ST.base,
    "stc": "https://w3id.org/skillstaal/id/",
    "skos": SKOS.base,
    "esco": ESCO.base,
    "schema": SCHEMA.base,
    "oa": OA.base,
    "prov": PROV.base,
    "dct": DCT.base,
    "owl": OWL.base,
    "rdfs": RDFS.base,
    "xsd": XSD.base,
    "dcat": DCAT.base,
    "void": VOID.base,
}

SEMAPV_BASE = "https://w3id.org/semapv/vocab/"
SSSOM_BASE = "https://w3id.org/sssom/"

CONCEPT_BASE = PREFIXES["stc"]
SCHEME = "https://w3id.org/skillstaal/scheme/core"
RELEASE_BASE = "https://w3id.org/skillstaal/release/"
DATA_BASE = "https://w3id.org/skillstaal/data/"
RUN_BASE = "https://w3id.org/skillstaal/run/"
INSTRUMENT_BASE = "https://w3id.org/skillstaal/instrument/"
TASK_BASE = "https://w3id.org/skillstaal/task/"
IMPLICATION_BASE = "https://w3id.org/skillstaal/implication/"  # + qualification-skill

ESCO_BASE = "http://data.europa.eu/esco/"
ESCO_SKILL = ESCO_BASE + "skill/"
ESCO_OCCUPATION = ESCO_BASE + "occupation/"
ESCO_ISCO = ESCO_BASE + "isco/C"
ESCO_SKILLS = ESCO_BASE + "concept-scheme/skills"
ESCO_OCCUPATIONS = ESCO_BASE + "concept-scheme/occupations"
ESCO_ISCO_SCHEME = ESCO_BASE + "concept-scheme/isco"
ESCO_LICENSE = "http://data.europa.eu/eli/dec/2011/833/oj"
ESCO_REUSE_LEVEL = ESCO_BASE + "skill-reuse-level/"

ELM = Vocabulary(
    "http://data.europa.eu/snb/model/elm/",
    """
    LearningAchievement LearningActivity LearningAchievementSpecification LearningOutcome Note
    hasClaim specifiedBy learningOutcome additionalNote influencedBy relatedESCOSkill relatedSkill noteLiteral
    """,
)

MAPPING_PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")

CNLO = "https://linkeddata.competentnl.nl/def/competentnl#"
CNL = Vocabulary(
    CNLO,
    """
    Occupation HumanCapability KnowledgeArea EducationalNorm requiresHATEssential requiresHATImportant requiresHATSomewhat
    prescribesHATEssential prescribesHATImportant prescribesHATSomewhat
    """,
)
CNL_UWV = "https://linkeddata.competentnl.nl/uwv/def/competentnl_uwv#"
CNL_UWV_OTHER = "https://linkeddata.competentnl.nl/def/uwv-ontology#"
KSMO = "https://data.s-bb.nl/ksm/ont/ksmo#"
CNL_ID = "https://linkeddata.competentnl.nl/id/"
CNL_CAPABILITY = CNL_ID + "humancapability/"
CNL_AREA = CNL_ID + "knowledgearea/"
CNL_SCHEME = "https://linkeddata.competentnl.nl/graph/competentnl"
CNL_NORM = "https://w3id.org/skillstaal/competentnl/educationalnorm/"

ONET_SCHEME = "https://www.onetonline.org/"
ONET_OCCUPATION = ONET_SCHEME + "link/summary/"
ONET_ELEMENT = ONET_SCHEME + "find/descriptor/result/"
ONET_COMMODITY = "https://w3id.org/skillstaal/onet/commodity/"
ONET_TECHNOLOGY = "https://w3id.org/skillstaal/onet/technology/"
ONET_TASK = "https://w3id.org/skillstaal/onet/task/"
EU_AUTHORITY = "http://publications.europa.eu/resource/authority/"
EU_LANGUAGE = EU_AUTHORITY + "language/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"

QB = Vocabulary(
    "http://purl.org/linked-data/cube#",
    """
    DataSet DataStructureDefinition ComponentSpecification DimensionProperty MeasureProperty AttributeProperty CodedProperty Observation
    structure component dimension measure attribute componentRequired codeList concept dataSet order
    """,
)
SDMX_BASE = "http://purl.org/linked-data/sdmx/2009/"
SDMX = Vocabulary(SDMX_BASE, "dimension#refPeriod attribute#obsStatus code#obsStatus code#obsStatus-A code#obsStatus-B concept#refPeriod concept#obsStatus")
INTERVAL = "http://reference.data.gov.uk/def/intervals/Interval"
TREND = Vocabulary(  # dimensions, measures and codes of the data cubes of demand, which say themselves what they mean
    "https://w3id.org/skillstaal/trend#",
    """
    subject population span texts asking share shareLow shareHigh
    oddsPerYear oddsLow oddsHigh qValue verdict VerdictScheme rising declining stable unclear
    """,
)
TREND_BASE = "https://w3id.org/skillstaal/trend/"
