package dev.quiver.quic.trust;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Broken and unusual chains. */
final class ChainCases {
    static final String HOST = "example.com";
    static final Authority ROOT = Authority.root("Root");
    static final Authority OTHER = Authority.root("Other");
    static final Authority RSA_ROOT = Authority.root("RSA Root", d -> d.keys("RSA-2048:root"));
    static final Authority BETWEEN = ROOT.authority("Between");
    static final Authority LEAF = BETWEEN.leaf(HOST);

    private ChainCases() {}

    static Stream<ChainCase> all() {
        return Stream.of(
                        shapes(),
                        authorities(),
                        dates(),
                        hosts(),
                        strengths(),
                        usages(),
                        crossings(),
                        sizes(),
                        broken())
                .flatMap(List::stream);
    }

    private static List<ChainCase> shapes() {
        Authority upper = ROOT.authority("Upper");
        Authority lower = upper.authority("Lower");
        Authority deep = lower.leaf(HOST);
        return List.of(
                ChainCase.of("whole", LEAF, BETWEEN).trusted(""),
                ChainCase.of("right below the root", ROOT.leaf(HOST)).trusted(""),
                ChainCase.of("two intermediates", deep, lower, upper).trusted(""),
                ChainCase.of("root sent", LEAF, BETWEEN, ROOT).trusted("ROOT_SENT@2"),
                ChainCase.of("duplicate intermediate", LEAF, BETWEEN, BETWEEN).trusted("DUPLICATE@2"),
                ChainCase.of("duplicate leaf", LEAF, LEAF, BETWEEN).trusted("DUPLICATE@1"),
                ChainCase.of("extra certificate", LEAF, BETWEEN, OTHER.authority("Foreign"))
                        .trusted("EXTRA_CERTIFICATE@2"),
                ChainCase.of("another root beside", LEAF, BETWEEN, OTHER).trusted("ROOT_SENT@2"),
                ChainCase.of("misordered intermediates", deep, upper, lower).trusted("MISORDERED@1"),
                ChainCase.of("root before the intermediate", LEAF, ROOT, BETWEEN)
                        .trusted("MISORDERED@1 ROOT_SENT@1"),
                ChainCase.of("leaf not first", BETWEEN, LEAF)
                        .rejected("HOST_MISMATCH@0 WRONG_USAGE@0 MISORDERED@0 EXTRA_CERTIFICATE@1"));
    }

    private static List<ChainCase> authorities() {
        Authority organised = Authority.root("R", d -> d.subject("O=Example Trust,CN=Organised Root"));
        Authority upper = organised.authority("U", d -> d.subject("O=Example Trust,CN=Upper"));
        Authority lower = upper.authority("L", d -> d.subject("O=Example Trust,CN=Lower"));
        Authority foreign = OTHER.authority("Foreign");
        Authority impostor = Authority.root("Root", d -> d.keys("EC:impostor"));
        Authority own = Authority.root("own", d -> d.names(HOST).server().without(Extension.basicConstraints));
        AuthorityInformationAccess access = new AuthorityInformationAccess(
                AccessDescription.id_ad_caIssuers,
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.example/between.cer"));
        Authority pointing = BETWEEN.leaf(d -> d.names(HOST).with(Extension.authorityInfoAccess, false, access));
        return List.of(
                ChainCase.of("missing intermediate, nothing to tell", LEAF)
                        .rejected("MISSING_INTERMEDIATE@0 UNTRUSTED_ROOT@0"),
                ChainCase.of("missing intermediate that can be fetched", pointing)
                        .rejected("MISSING_INTERMEDIATE@0"),
                ChainCase.of("missing intermediate of an anchor's organisation", lower.leaf(HOST))
                        .anchors(organised)
                        .rejected("MISSING_INTERMEDIATE@0"),
                ChainCase.of("missing upper intermediate", lower.leaf(HOST), lower)
                        .anchors(organised)
                        .rejected("MISSING_INTERMEDIATE@1"),
                ChainCase.of("unknown authority", foreign.leaf(HOST), foreign).rejected("UNTRUSTED_ROOT@1"),
                ChainCase.of("untrusted root sent", foreign.leaf(HOST), foreign, OTHER)
                        .rejected("UNTRUSTED_ROOT@2 ROOT_SENT@2"),
                ChainCase.of("authority of the anchor's name", impostor.leaf(HOST))
                        .rejected("UNTRUSTED_ROOT@0"),
                ChainCase.of("self-signed", own).rejected("SELF_SIGNED@0"),
                ChainCase.of("self-signed and trusted", own).anchors(own).trusted("SELF_SIGNED@0"),
                ChainCase.of("intermediate as the anchor", LEAF, BETWEEN)
                        .anchors(BETWEEN)
                        .trusted(""),
                ChainCase.of("intermediate as the anchor, not sent", LEAF)
                        .anchors(BETWEEN)
                        .trusted(""));
    }

    private static List<ChainCase> dates() {
        Authority old = ROOT.authority("Old", CertificateDraft::expired);
        Authority oldRoot = Authority.root("Old Root", CertificateDraft::expired);
        Authority turned = ROOT.leaf(d -> d.names(HOST).valid(Duration.ofDays(-1), Duration.ofDays(-3)));
        return List.of(
                ChainCase.of("expired", ROOT.leaf(d -> d.names(HOST).expired())).rejected("EXPIRED@0"),
                ChainCase.of("expired intermediate", old.leaf(HOST), old).rejected("EXPIRED@1"),
                ChainCase.of("expired root", oldRoot.leaf(HOST))
                        .anchors(oldRoot)
                        .trusted(""),
                ChainCase.of(
                                "not yet valid",
                                ROOT.leaf(d -> d.names(HOST).valid(Duration.ofDays(2), Duration.ofDays(90))))
                        .rejected("NOT_YET_VALID@0"),
                ChainCase.of(
                                "expires soon",
                                ROOT.leaf(d -> d.names(HOST).valid(Duration.ofDays(-80), Duration.ofDays(9))))
                        .trusted("EXPIRES_SOON@0"),
                ChainCase.of("ends before it begins", turned).rejected("EXPIRED@0"),
                ChainCase.of(
                                "ten years",
                                ROOT.leaf(d -> d.names(HOST).valid(Duration.ofDays(-1), Duration.ofDays(3650))))
                        .trusted(""));
    }

    private static List<ChainCase> hosts() {
        return List.of(
                ChainCase.of("wrong host", ROOT.leaf("other.test")).rejected("HOST_MISMATCH@0"),
                named("wildcard", "www.example.com", "*.example.com").trusted(""),
                named("wildcard one level too few", HOST, "*.example.com").rejected("HOST_MISMATCH@0"),
                named("wildcard one level too many", "a.b.example.com", "*.example.com")
                        .rejected("HOST_MISMATCH@0"),
                named("wildcard within a label", "www.example.com", "w*.example.com")
                        .asTheJdkSays(""),
                named("wildcard over a whole domain", "example.com", "*.com").asTheJdkSays(""),
                named("wildcard alone", "localhost", "*").rejected("HOST_MISMATCH@0"),
                named("IPv4 address", "127.0.0.1", "127.0.0.1").trusted(""),
                named("another IPv4 address", "127.0.0.1", "127.0.0.9").rejected("HOST_MISMATCH@0"),
                named("IPv6 address", "::1", "0:0:0:0:0:0:0:1").trusted(""),
                named("address asked for, name held", "127.0.0.1", "localhost").rejected("HOST_MISMATCH@0"),
                named("IDN", "bücher.example", "xn--bcher-kva.example").trusted(""),
                named("zero byte in the name", HOST, "example.com\0.evil.test").rejected("HOST_MISMATCH@0"),
                named("upper case", "EXAMPLE.com", "Example.COM").trusted(""),
                named("final dot", "example.com.", "example.com").trusted(""),
                named("IPv6 address with a zone", "fe80::1%lo", "fe80:0:0:0:0:0:0:1")
                        .trusted(""),
                named("name asked for, address held", "localhost", "127.0.0.1").rejected("HOST_MISMATCH@0"),
                named("wildcard for an address", "127.0.0.1", "*.0.0.1").rejected("HOST_MISMATCH@0"),
                named("wildcard for an IDN", "bücher.example.com", "*.example.com")
                        .trusted(""),
                ChainCase.of("common name that is an address", ROOT.leaf(d -> d.subject("CN=127.0.0.1")))
                        .host("127.0.0.1")
                        .rejected("HOST_MISMATCH@0"),
                ChainCase.of(
                                "common name beside another name",
                                ROOT.leaf(d -> d.subject("CN=example.com").names("other.test")))
                        .rejected("HOST_MISMATCH@0"),
                ChainCase.of("common name only", ROOT.leaf(d -> d.subject("CN=example.com")))
                        .trusted("HOST_MISMATCH@0"),
                ChainCase.of("empty subject", ROOT.leaf(d -> d.subject("").names(HOST)))
                        .trusted(""));
    }

    private static ChainCase.Builder named(String what, String host, String name) {
        return ChainCase.of(what, ROOT.leaf(name)).host(host);
    }

    private static List<ChainCase> strengths() {
        return List.of(
                keyed("Ed25519", "Ed25519:leaf").trusted(""),
                keyed("P-384", "P-384:leaf").trusted(""),
                keyed("P-521", "P-521:leaf").trusted(""),
                keyed("RSA 2048", "RSA-2048:leaf").trusted(""),
                keyed("RSA 1024", "RSA-1024:leaf").asTheJdkSays("WEAK_KEY@0"),
                keyed("RSA 512", "RSA-512:leaf").noTls().rejected("WEAK_KEY@0"),
                signed("RSASSA-PSS", "SHA256withRSAandMGF1").trusted(""),
                signed("SHA-1", "SHA1withRSA").asTheJdkSays("WEAK_SIGNATURE@0"),
                signed("MD5", "MD5withRSA").rejected("WEAK_SIGNATURE@0"));
    }

    private static ChainCase.Builder keyed(String name, String keys) {
        return ChainCase.of(name, ROOT.leaf(d -> d.names(HOST).keys(keys)));
    }

    private static ChainCase.Builder signed(String name, String algorithm) {
        return ChainCase.of(name, RSA_ROOT.leaf(d -> d.names(HOST).signature(algorithm)))
                .anchors(RSA_ROOT);
    }

    private static List<ChainCase> usages() {
        Authority none = ROOT.leaf(d -> d.subject("CN=none").keys("EC:none"));
        Authority noSigning =
                ROOT.authority("No Signing", d -> d.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign)));
        Authority shortOne = ROOT.authority("Short", d -> d.pathLength(0));
        Authority below = shortOne.authority("Below");
        Authority clients = ROOT.authority("Clients", d -> d.usage(KeyPurposeId.id_kp_clientAuth));
        ASN1ObjectIdentifier strange = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        return List.of(
                ChainCase.of("for clients", ROOT.leaf(d -> d.names(HOST).usage(KeyPurposeId.id_kp_clientAuth)))
                        .rejected("WRONG_USAGE@0"),
                ChainCase.of("for any usage", ROOT.leaf(d -> d.names(HOST).usage(KeyPurposeId.anyExtendedKeyUsage)))
                        .trusted(""),
                ChainCase.of(
                                "key for encryption only",
                                ROOT.leaf(d -> d.names(HOST)
                                        .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment))))
                        .rejected("WRONG_USAGE@0"),
                ChainCase.of("issued by no authority", none.leaf(HOST), none).rejected("WRONG_USAGE@1"),
                ChainCase.of("issuer must not sign", noSigning.leaf(HOST), noSigning)
                        .rejected("WRONG_USAGE@1"),
                ChainCase.of("path too long", below.leaf(HOST), below, shortOne).rejected("WRONG_USAGE@2"),
                ChainCase.of("issuer for clients", clients.leaf(HOST), clients).asTheJdkSays("WRONG_USAGE@1"),
                ChainCase.of(
                                "unknown critical extension",
                                ROOT.leaf(d -> d.names(HOST).with(strange, true, DERNull.INSTANCE)))
                        .rejected("WRONG_USAGE@0"),
                constrained("name permitted", permitted(GeneralName.dNSName, HOST))
                        .trusted(""),
                constrained("name not permitted", permitted(GeneralName.dNSName, "other.test"))
                        .rejected("NAME_CONSTRAINT@0"),
                narrowed("common name not permitted", "other.test", d -> d.subject("CN=example.com"))
                        .rejected("HOST_MISMATCH@0"),
                narrowed("wildcard wider than permitted", "www.example.com", d -> d.names("*.example.com"))
                        .host("www.example.com")
                        .rejected("NAME_CONSTRAINT@0"),
                constrained("name excluded", excluded(GeneralName.dNSName, HOST))
                        .rejected("NAME_CONSTRAINT@0"),
                constrained("address not permitted", permitted(GeneralName.iPAddress, "10.0.0.0/8"))
                        .trusted(""));
    }

    private static ChainCase.Builder constrained(String name, NameConstraints constraints) {
        Authority narrow = ROOT.authority("Narrow", d -> d.with(Extension.nameConstraints, true, constraints));
        return ChainCase.of(name, narrow.leaf(HOST), narrow);
    }

    private static ChainCase.Builder narrowed(String name, String domain, UnaryOperator<CertificateDraft> leaf) {
        NameConstraints constraints = permitted(GeneralName.dNSName, domain);
        Authority narrow = ROOT.authority("Narrow", d -> d.with(Extension.nameConstraints, true, constraints));
        return ChainCase.of(name, narrow.leaf(leaf), narrow);
    }

    private static NameConstraints permitted(int kind, String base) {
        return new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(new GeneralName(kind, base))}, null);
    }

    private static NameConstraints excluded(int kind, String base) {
        return new NameConstraints(null, new GeneralSubtree[] {new GeneralSubtree(new GeneralName(kind, base))});
    }

    private static List<ChainCase> crossings() {
        Authority byOther = OTHER.authority("Between");
        Authority expired = OTHER.authority("Between", CertificateDraft::expired);
        Authority crossedRoot = OTHER.authority("Root");
        Authority chicken = Authority.root("Chicken");
        Authority egg = chicken.authority("Egg");
        Authority chickenAgain = egg.authority("Chicken");
        return List.of(
                ChainCase.of("two paths, one trusted", LEAF, byOther, BETWEEN).trusted(""),
                ChainCase.of("two paths, both trusted", LEAF, byOther, BETWEEN)
                        .anchors(OTHER, ROOT)
                        .trusted(""),
                ChainCase.of("two paths, one expired", LEAF, expired, BETWEEN)
                        .anchors(OTHER, ROOT)
                        .trusted(""),
                ChainCase.of("the only path expired", LEAF, expired)
                        .anchors(OTHER)
                        .rejected("EXPIRED@1"),
                ChainCase.of("cross-signed root", LEAF, BETWEEN, crossedRoot).trusted(""),
                ChainCase.of("cross-signed root, old anchor", LEAF, BETWEEN, crossedRoot)
                        .anchors(OTHER)
                        .trusted(""),
                ChainCase.of("authorities that vouch for each other", egg.leaf(HOST), egg, chickenAgain)
                        .rejected("UNTRUSTED_ROOT@2"));
    }

    private static List<ChainCase> sizes() {
        List<Authority> ladder = new ArrayList<>();
        Authority last = ROOT;
        for (int i = 1; i <= 9; i++) {
            last = last.authority("Step " + i);
            ladder.add(0, last);
        }
        ladder.add(0, last.leaf(HOST));
        List<Authority> shuffled = new ArrayList<>(ladder);
        Collections.reverse(shuffled.subList(1, shuffled.size()));
        Authority eleventh = last.authority("Step 10");
        List<Authority> eleven = new ArrayList<>(ladder);
        eleven.set(0, eleventh);
        eleven.add(0, eleventh.leaf(HOST));
        Authority[] hundred = new Authority[100];
        Arrays.setAll(hundred, i -> i == 0 ? LEAF : i == 1 ? BETWEEN : OTHER.authority("Extra " + i));
        StringBuilder extras = new StringBuilder("UNREADABLE@-");
        for (int i = 2; i < hundred.length; i++) {
            extras.append(" EXTRA_CERTIFICATE@").append(i);
        }
        String[] names = new String[1500];
        Arrays.setAll(names, i -> i == 700 ? HOST : "a-rather-long-host-name-number-" + i + ".example.com");
        return List.of(
                ChainCase.of("ten deep", ladder.toArray(Authority[]::new)).trusted(""),
                ChainCase.of("ten deep, misordered", shuffled.toArray(Authority[]::new))
                        .rejected(
                                "MISORDERED@- MISORDERED@1 MISORDERED@2 MISORDERED@3 MISORDERED@4 MISORDERED@5 MISORDERED@6"
                                        + " MISORDERED@7 MISORDERED@8"),
                ChainCase.of("eleven deep", eleven.toArray(Authority[]::new)).rejected("UNREADABLE@-"),
                ChainCase.of("a hundred certificates", hundred).rejected(extras.toString()),
                ChainCase.of("40 KiB of names", ROOT.leaf(Arrays.copyOf(names, 800)))
                        .rejected("UNREADABLE@-"),
                ChainCase.of("64 KiB of names", ROOT.leaf(names)).rejected("UNREADABLE@-"));
    }

    private static List<ChainCase> broken() {
        byte[] cut = Arrays.copyOf(ChainCase.der(BETWEEN), 200);
        byte[] spoiled = ChainCase.der(BETWEEN);
        spoiled[spoiled.length - 1] ^= 1;
        byte[] longer = Arrays.copyOf(ChainCase.der(BETWEEN), ChainCase.der(BETWEEN).length + 3);
        byte[] garbage = new byte[300];
        new java.util.Random(7).nextBytes(garbage);
        return List.of(
                ChainCase.of("intermediate cut off", LEAF, BETWEEN)
                        .raw(1, cut)
                        .rejected("MISSING_INTERMEDIATE@0 UNTRUSTED_ROOT@0 UNREADABLE@1"),
                ChainCase.of("garbage behind a whole chain", LEAF, BETWEEN, OTHER)
                        .raw(2, garbage)
                        .rejected("UNREADABLE@2"),
                ChainCase.of("empty certificate", LEAF, BETWEEN, OTHER)
                        .raw(2, new byte[0])
                        .rejected("UNREADABLE@2"),
                ChainCase.of("leaf is garbage", LEAF, BETWEEN)
                        .raw(0, garbage)
                        .noTls()
                        .rejected("UNREADABLE@0"),
                ChainCase.of("leaf cut off", LEAF, BETWEEN)
                        .raw(0, Arrays.copyOf(ChainCase.der(LEAF), 100))
                        .noTls()
                        .rejected("UNREADABLE@0"),
                ChainCase.of("intermediate's own signature spoiled", LEAF, BETWEEN)
                        .raw(1, spoiled)
                        .rejected("UNTRUSTED_ROOT@1"),
                ChainCase.of("bytes behind the end", LEAF, BETWEEN)
                        .raw(1, longer)
                        .trusted(""),
                ChainCase.of("negative serial", ROOT.leaf(d -> d.names(HOST).serial(-5)))
                        .trusted(""),
                ChainCase.of("serial zero", ROOT.leaf(d -> d.names(HOST).serial(0)))
                        .trusted(""));
    }
}
