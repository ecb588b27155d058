package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyStore;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509KeyManager;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class IdentityChooserTest {
    private static final Authority STAFF = Authority.root("Staff");
    private static final Authority PARTNERS = Authority.root("Partners");
    private static final Identity EC = identity(STAFF, "EC:client");
    private static final Identity RSA = identity(PARTNERS, "RSA-2048:client");
    private static final Identity ED = identity(STAFF, "Ed25519:client");
    private static final String[] ANY = {"RSA", "DH_RSA", "EC", "EC_RSA", "EC_EC"};

    private final List<IdentityOffer> offers = new ArrayList<>();

    @Test
    void theFirstThatFitsIsShown() {
        IdentityChooser chooser = IdentityChooser.of(EC, RSA);
        assertThat(chooser.choose(request(Set.of("RSA", "EC")))).isEqualTo(EC);
        assertThat(chooser.choose(request(Set.of("RSA")))).isEqualTo(RSA);
        assertThat(chooser.choose(request(Set.of("EC", "RSA"), PARTNERS))).isEqualTo(RSA);
        assertThat(chooser.choose(request(Set.of("EC"), PARTNERS))).isNull();
        assertThat(IdentityChooser.none().choose(request(Set.of("EC")))).isNull();
        assertThat(IdentityChooser.of(ED).choose(request(Set.of("EdDSA")))).isEqualTo(ED);
    }

    @Test
    void oneHostOnly() {
        assertThat(IdentityChooser.of(EC).onlyFor("EXAMPLE.com.").choose(request(Set.of("EC"))))
                .isEqualTo(EC);
        assertThat(IdentityChooser.of(EC).onlyFor("other.test").choose(request(Set.of("EC"))))
                .isNull();
    }

    @Test
    void aKeyManagerChooses() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("rsa", RSA.key(), new char[0], RSA.chain().toArray(java.security.cert.Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, new char[0]);
        IdentityChooser chooser = IdentityChooser.ofKeyManager((X509KeyManager) factory.getKeyManagers()[0]);
        assertThat(chooser.choose(request(Set.of("RSA")))).isEqualTo(RSA);
        assertThat(chooser.choose(request(Set.of("EC")))).isNull();
        assertThat(chooser.choose(request(Set.of("RSA"), STAFF))).isNull();
    }

    @Test
    void theHookServesTheTransport() {
        IdentityKeys keys = keys(IdentityChooser.of(EC), TrustContext.Transport.QUIC);
        SSLEngine engine = new EngineView(Verdicts.context("example.com", STAFF), null);
        String alias = keys.chooseEngineClientAlias(
                ANY, new Principal[] {STAFF.certificate().getSubjectX500Principal()}, engine);
        assertThat(alias).isNotNull();
        assertThat(keys.getPrivateKey(alias)).isEqualTo(EC.key());
        assertThat(keys.getCertificateChain(alias))
                .containsExactly(EC.chain().toArray(java.security.cert.X509Certificate[]::new));
        assertThat(offers).singleElement().satisfies(offer -> {
            assertThat(offer.identity()).isEqualTo(EC);
            assertThat(offer.request().host()).isEqualTo("example.com");
            assertThat(offer.request().keyTypes()).containsExactlyInAnyOrder("EC", "RSA");
            assertThat(offer.request().issuers())
                    .containsExactly(STAFF.certificate().getSubjectX500Principal());
        });
    }

    @Test
    void whyNothingIsShownIsTold() {
        assertThat(keys(IdentityChooser.of(ED), TrustContext.Transport.QUIC).chooseEngineClientAlias(ANY, null, null))
                .isNull();
        assertThat(keys(request -> ED, TrustContext.Transport.QUIC).chooseEngineClientAlias(ANY, null, null))
                .isNull();
        IdentityChooser failing = request -> {
            throw new IllegalStateException("no card");
        };
        assertThat(keys(failing, TrustContext.Transport.TCP).chooseEngineClientAlias(ANY, null, null))
                .isNull();
        assertThat(offers)
                .map(IdentityOffer::whyNone)
                .satisfiesExactly(
                        why -> assertThat(why).contains("No identity fits"),
                        why -> assertThat(why).contains("cannot be used here"),
                        why -> assertThat(why).contains("no card"));
        assertThat(offers.get(2).failure()).isInstanceOf(IllegalStateException.class);
    }

    private IdentityKeys keys(IdentityChooser chooser, TrustContext.Transport transport) {
        return new IdentityKeys(chooser, transport, offers::add);
    }

    private static IdentityRequest request(Set<String> keyTypes, Authority... issuers) {
        List<X500Principal> names = new ArrayList<>();
        for (Authority issuer : issuers) {
            names.add(issuer.certificate().getSubjectX500Principal());
        }
        return new IdentityRequest("example.com", 443, TrustContext.Transport.QUIC, keyTypes, names);
    }

    private static Identity identity(Authority issuer, String keys) {
        Authority client = issuer.leaf(d -> d.subject("CN=client").keys(keys));
        return new Identity(client.key(), List.of(client.certificate()));
    }
}
