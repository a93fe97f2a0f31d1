// Command provisioner serves a storage class: each claim gets a directory of this machine, which goes when the claim goes.
//
//	provisioner -kubeconfig FILE -class NAME -data DIR
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"path/filepath"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

var (
	kubeconfig = flag.String("kubeconfig", "", "how to reach the API server")
	class      = flag.String("class", "", "the storage class that is served")
	data       = flag.String("data", "", "where the directories are made")
)

func main() {
	flag.Parse()
	if *kubeconfig == "" || *class == "" || *data == "" {
		log.Fatal("-kubeconfig, -class and -data are needed")
	}
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	client := kubernetes.NewForConfigOrDie(config)
	// The resync is the second try of what failed.
	factory := informers.NewSharedInformerFactory(client, 10*time.Second)
	observe(factory.Core().V1().PersistentVolumeClaims().Informer(), func(claim *v1.PersistentVolumeClaim) error {
		return provision(client, claim)
	})
	observe(factory.Core().V1().PersistentVolumes().Informer(), func(volume *v1.PersistentVolume) error {
		return reclaim(client, volume)
	})
	factory.Start(context.Background().Done())
	select {}
}

// observe calls act with each object as it is now, whenever it is new or has changed.
func observe[T any](informer cache.SharedIndexInformer, act func(T) error) {
	react := func(object any) {
		if err := act(object.(T)); err != nil {
			log.Print(err)
		}
	}
	if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    react,
		UpdateFunc: func(_, object any) { react(object) },
	}); err != nil {
		log.Fatal(err)
	}
}

// provision makes the volume of a claim that waits for one.
func provision(client kubernetes.Interface, claim *v1.PersistentVolumeClaim) error {
	name := claim.Spec.StorageClassName
	if name == nil || *name != *class || claim.Spec.VolumeName != "" || claim.Status.Phase != v1.ClaimPending {
		return nil
	}
	directory := filepath.Join(*data, string(claim.UID))
	if err := os.MkdirAll(directory, 0o777); err != nil {
		return err
	}
	// Nothing changes the owner of such a volume for a pod, so it is everybody's.
	if err := os.Chmod(directory, 0o777); err != nil {
		return err
	}
	kind := v1.HostPathDirectory
	_, err := client.CoreV1().PersistentVolumes().Create(context.Background(), &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: "claim-" + string(claim.UID)},
		Spec: v1.PersistentVolumeSpec{
			AccessModes:                   claim.Spec.AccessModes,
			Capacity:                      v1.ResourceList{v1.ResourceStorage: claim.Spec.Resources.Requests[v1.ResourceStorage]},
			ClaimRef:                      &v1.ObjectReference{Kind: "PersistentVolumeClaim", APIVersion: "v1", Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID},
			StorageClassName:              *class,
			PersistentVolumeSource:        v1.PersistentVolumeSource{HostPath: &v1.HostPathVolumeSource{Path: directory, Type: &kind}},
			PersistentVolumeReclaimPolicy: v1.PersistentVolumeReclaimRetain, // by the controllers, which know no such directory
		},
	}, metav1.CreateOptions{})
	if errors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// reclaim removes a volume whose claim is gone, with its directory.
func reclaim(client kubernetes.Interface, volume *v1.PersistentVolume) error {
	if volume.Spec.StorageClassName != *class || volume.Spec.HostPath == nil || volume.Status.Phase != v1.VolumeReleased {
		return nil
	}
	if filepath.Dir(volume.Spec.HostPath.Path) != filepath.Clean(*data) {
		return nil
	}
	if err := os.RemoveAll(volume.Spec.HostPath.Path); err != nil {
		return err
	}
	err := client.CoreV1().PersistentVolumes().Delete(context.Background(), volume.Name, metav1.DeleteOptions{})
	if errors.IsNotFound(err) {
		return nil
	}
	return err
}
