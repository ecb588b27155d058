package dev.quiver.h3.internal.okhttp;

import java.net.Proxy;
import java.net.ProxySelector;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.CertificatePinner;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** What a call is to honour: what its client says, unless an interceptor before this one said otherwise to the chain. */
record CallSettings(OkHttpClient client, Interceptor.Chain chain) {
    CookieJar cookieJar() {
        return Since.CHAIN_SETTINGS ? chain.getCookieJar() : client.cookieJar();
    }

    Authenticator authenticator() {
        return Since.CHAIN_SETTINGS ? chain.getAuthenticator() : client.authenticator();
    }

    boolean retries() {
        return Since.CHAIN_SETTINGS ? chain.getRetryOnConnectionFailure() : client.retryOnConnectionFailure();
    }

    CertificatePinner pinner() {
        return Since.CHAIN_SETTINGS ? chain.getCertificatePinner() : client.certificatePinner();
    }

    Dns dns() {
        return Since.CHAIN_SETTINGS ? chain.getDns() : client.dns();
    }

    @Nullable
    Proxy proxy() {
        return Since.CHAIN_SETTINGS ? chain.getProxy() : client.proxy();
    }

    ProxySelector proxySelector() {
        return Since.CHAIN_SETTINGS ? chain.getProxySelector() : client.proxySelector();
    }

    SocketFactory socketFactory() {
        return Since.CHAIN_SETTINGS ? chain.getSocketFactory() : client.socketFactory();
    }

    HostnameVerifier hostnameVerifier() {
        return Since.CHAIN_SETTINGS ? chain.getHostnameVerifier() : client.hostnameVerifier();
    }

    @Nullable
    SSLSocketFactory sslSocketFactory() {
        return Since.CHAIN_SETTINGS ? chain.getSslSocketFactoryOrNull() : client.sslSocketFactory();
    }

    @Nullable
    X509TrustManager trustManager() {
        return Since.CHAIN_SETTINGS ? chain.getX509TrustManagerOrNull() : client.x509TrustManager();
    }

    @Nullable
    Cache cache() {
        return Since.CHAIN_SETTINGS ? chain.getCache() : client.cache();
    }
}
